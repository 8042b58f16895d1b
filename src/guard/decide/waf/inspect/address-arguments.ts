import type { Take } from '../detect/views/part.ts';
import { queryPairs } from '../detect/views/parts.ts';

/**
 * The arguments of a text that is an address of HTTP and nothing else (`https://shop.example/?file=.git%2Fconfig`): whoever
 * asks for it hands them on to an application. Nothing of any other text, nor of those that say nothing.
 */
export function addressArguments(text: string, take: (name: string, value: string) => void): void {
  if (text.length > longest) return;
  const begin = /^https?:\/\/[^\s?#]{1,512}\?(?=\S+$)/i.exec(text);
  if (begin === null) return;
  const hash = text.indexOf('#', begin[0].length);
  const give: Take = (name, value) => {
    if (!/^[\w ,-]*$/.test(value)) take(name, value);
  };
  queryPairs(text.slice(begin[0].length, hash < 0 ? text.length : hash), give);
}

/** Whether it is worth asking. */
export const mayBeAddress = (text: string): boolean =>
  (text.charCodeAt(0) | 32) === 104 && text.charCodeAt(text.indexOf(':') + 1) === 47;

const longest = 4_096;
