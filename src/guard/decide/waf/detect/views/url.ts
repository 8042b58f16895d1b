import { hexNumber } from './characters.ts';
import { begun, utf8Read } from './utf8.ts';

/**
 * A value as an application is given it: percent-encoding undone once (RFC 3986 2.1), the bytes read as UTF-8; with
 * `plus`, a `+` is a space (application/x-www-form-urlencoded). What is no escape stays. The value itself when there
 * is nothing to undo.
 */
export function urlDecoded(value: string, plus: boolean): string {
  return decoded(value, plus, false);
}

/** The same, with `%uHHHH` too, which no standard knows but IIS and JavaScript’s `unescape` do. */
export function looselyUrlDecoded(value: string, plus: boolean): string {
  return decoded(value, plus, true);
}

function decoded(value: string, plus: boolean, unicode: boolean): string {
  let high = false;
  let out: ReturnType<typeof begun> | null = null;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    let put = c;
    let taken = 0;
    if (c === 37) {
      const wide = unicode && (value.charCodeAt(i + 1) | 32) === 117;
      const code = wide ? hexNumber(value, i + 2, 4) : hexNumber(value, i + 1, 2);
      if (code >= 0) {
        put = code;
        taken = wide ? 5 : 2;
      }
    } else if (c === 43 && plus) {
      put = 32;
    }
    if (put > 127) high = true;
    if (out === null && (taken > 0 || put !== c)) out = begun(value, i);
    out?.put(put);
    i += taken;
  }
  const text = out === null ? value : out.text();
  return high ? utf8Read(text, false) : text;
}
