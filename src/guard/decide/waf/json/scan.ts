import { pointerPart } from '../../../../base/json-pointer.ts';
import { isSpace } from '../texts/white-space.ts';
import { everywhere, type Places } from './pointers.ts';
import { Scanner } from './scanner.ts';

/** What a body in JSON holds at the places asked for. */
export interface Scanned {
  readonly texts: readonly string[];
  /** Why it could be read up to some place only, as it follows `the body`; '' when all of it was. */
  readonly flaw: string;
}

interface Container {
  readonly object: boolean;
  /** Names so far. */
  readonly names: Set<string> | null;
  /** Null where nothing below is asked for by a pointer. */
  readonly places: Places | null;
  readonly inside: boolean;
  /** Its JSON Pointer, up to some length; '' when nobody asks. */
  readonly pointer: string;
  items: number;
  comma: boolean;
}

/**
 * Reads JSON as AWS WAF does: a comma or a colon may be missing and colons be doubled, but what is cut off, no JSON, has
 * a name twice in one object, or is neither an object nor an array ends it there. Without recursion, so that
 * no depth is too much. `pointers` is given the JSON Pointer of each text, for whoever wants to know.
 */
export function scanJson(
  text: string,
  places: Places | null,
  scope: 'ALL' | 'KEY' | 'VALUE',
  pointers: string[] | null = null,
): Scanned {
  const scanner = new Scanner(text);
  const texts: string[] = [];
  const open: Container[] = [];
  const result = (flaw: string): Scanned => ({ texts, flaw });
  const enter = (code: number, at: Places | null, inside: boolean, pointer: string): void => {
    const object = code === 123;
    const names = object ? new Set<string>() : null;
    open.push({ object, names, places: at, inside, pointer, items: 0, comma: false });
    scanner.at++;
  };

  const root = scanner.peek();
  if (root !== 123 && root !== 91) return result('is neither an object nor an array in JSON');
  enter(root, places ?? everywhere, (places ?? everywhere).end, '');
  while (open.length > 0) {
    const top = open.at(-1)!;
    let code = scanner.peek();
    if (code === (top.object ? 125 : 93) && !top.comma) {
      scanner.at++;
      open.pop();
      continue;
    }
    if (code === 44 && top.items > 0 && !top.comma) {
      scanner.at++;
      top.comma = true;
      continue;
    }
    let name = String(top.items);
    let pointer = pointers === null ? '' : below(top.pointer, name);
    if (top.object) {
      const key = code === 34 ? scanner.string() : null;
      if (key === null) return result(broken);
      if (top.names!.has(key)) return result('has a name twice in one object');
      top.names!.add(key);
      name = key;
      if (pointers !== null) pointer = below(top.pointer, key);
      if (top.inside && scope !== 'VALUE') {
        texts.push(key);
        pointers?.push(pointer);
      }
      do code = scanner.peek();
      while (code === 58 && ++scanner.at > 0);
    }
    top.items++;
    top.comma = false;
    const asked = top.places?.below.get(name) ?? null;
    const inside = top.inside || asked?.end === true;
    if (code === 123 || code === 91) {
      enter(code, asked, inside, pointer);
      continue;
    }
    const value = code === 34 ? scanner.string() : scanner.bare();
    if (value === null) return result(broken);
    if (inside && scope !== 'KEY') {
      texts.push(value);
      pointers?.push(pointer);
    }
  }
  for (let at = scanner.at; at < text.length; at++)
    if (!isSpace(text.charCodeAt(at))) return result('goes on behind its JSON');
  return result('');
}

const broken = 'is no JSON, or breaks off';
const longestPointer = 512;

/** The JSON Pointer (RFC 6901) of what is in a container; that of the container itself once it is long enough. */
const below = (pointer: string, name: string): string =>
  pointer.length > longestPointer ? pointer : `${pointer}/${pointerPart(name.slice(0, longestPointer))}`;
