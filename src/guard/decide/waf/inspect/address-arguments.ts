import type { Take } from '../detect/views/part.ts';
import { queryPairs } from '../detect/views/parts.ts';
import { BLANK, BREAK, EQUALS } from './characters.ts';

/**
 * The arguments of a text that is an address and nothing else (`https://shop.example/?file=.git%2Fconfig`,
 * `/find?q=…`, `?a=1&b=2`, `a=1&b=2`): whoever asks for it hands them on to an application. Nothing of any other text,
 * nor of those that say nothing.
 */
export function addressArguments(text: string, take: (name: string, value: string) => void): void {
  if (text.length > longest) return;
  const begin = address.exec(text);
  const from = begin === null ? (form.test(text) ? 0 : -1) : begin[0].length;
  if (from < 0) return;
  const give: Take = (name, value) => {
    if (!/^[\w ,-]*$/.test(value)) take(name, value);
  };
  const hash = text.indexOf('#', begin === null ? from : from - 1);
  if (hash < 0 || hash >= from) queryPairs(text.slice(from, hash < 0 ? text.length : hash), give);
  if (hash < 0) return;
  // Pages read what stands behind it as arguments, too.
  const fragment = text.slice(hash + 1);
  const mark = fragment.indexOf('?');
  if (fragment.includes('=')) queryPairs(mark < 0 ? fragment : fragment.slice(mark + 1), give);
}

/** Whether it is worth asking. */
export const mayHoldArguments = (text: string, holds: number): boolean =>
  (holds & EQUALS) !== 0 && (holds & (BLANK | BREAK)) === 0 && text.length > 3;

const address = /^(?:https?:\/\/[^\s?#]{1,512}|\/[^\s?#]{0,512})?[?#](?=[^\s=]{1,128}=\S)/i;
const form = /^[\w.[\]%-]{1,64}=[^\s&]{0,2048}&(?:[\w.[\]%-]{1,64}=[^\s&]{0,2048}(?:&|$))+/;
const longest = 4_096;
