import { isSpace } from '../white-space.ts';
import { everywhere, type Places } from './pointers.ts';
import { Scanner } from './scanner.ts';

/** What a body in JSON holds at the places asked for. */
export interface Scanned {
  readonly texts: readonly string[];
  /** False when it could be read up to some place only. */
  readonly whole: boolean;
}

interface Container {
  readonly object: boolean;
  /** Names so far. */
  readonly names: Set<string> | null;
  /** Null where nothing below is asked for by a pointer. */
  readonly places: Places | null;
  readonly inside: boolean;
  items: number;
  comma: boolean;
}

/**
 * Reads JSON as AWS WAF does: a comma or a colon may be missing and colons be doubled, but what is cut off, no JSON, has
 * a name twice in one object, or is neither an object nor an array ends it there. Without recursion, so that
 * no depth is too much.
 */
export function scanJson(text: string, places: Places | null, scope: 'ALL' | 'KEY' | 'VALUE'): Scanned {
  const scanner = new Scanner(text);
  const texts: string[] = [];
  const open: Container[] = [];
  const result = (whole: boolean): Scanned => ({ texts, whole });
  const enter = (code: number, at: Places | null, inside: boolean): void => {
    const object = code === 123;
    open.push({ object, names: object ? new Set() : null, places: at, inside, items: 0, comma: false });
    scanner.at++;
  };

  const root = scanner.peek();
  if (root !== 123 && root !== 91) return result(false);
  enter(root, places ?? everywhere, (places ?? everywhere).end);
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
    if (top.object) {
      const key = code === 34 ? scanner.string() : null;
      if (key === null || top.names!.has(key)) return result(false);
      top.names!.add(key);
      name = key;
      if (top.inside && scope !== 'VALUE') texts.push(key);
      do code = scanner.peek();
      while (code === 58 && ++scanner.at > 0);
    }
    top.items++;
    top.comma = false;
    const below = top.places?.below.get(name) ?? null;
    const inside = top.inside || below?.end === true;
    if (code === 123 || code === 91) {
      enter(code, below, inside);
      continue;
    }
    const value = code === 34 ? scanner.string() : scanner.bare();
    if (value === null) return result(false);
    if (inside && scope !== 'KEY') texts.push(value);
  }
  for (let at = scanner.at; at < text.length; at++) if (!isSpace(text.charCodeAt(at))) return result(false);
  return result(true);
}
