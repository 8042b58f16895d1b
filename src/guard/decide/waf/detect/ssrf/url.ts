import { Next, within } from '../within.ts';

/** The parts of a URL that say where it goes, as written; `end` is where the URL ends in the text. */
export interface Target {
  /** In small letters, without the colon; empty for `//host` and for a bare host. */
  readonly scheme: string;
  readonly user: string;
  readonly host: string;
  /** -1 when there is none. */
  readonly port: number;
  /** From the first slash behind the host, at most 512 characters, and no further than to the URL that comes next. */
  readonly rest: string;
  /** Two readers would not agree on the host: a backslash before an `@`, too many or too few slashes. */
  readonly ambiguous: boolean;
  readonly from: number;
  readonly end: number;
}

const ends = new Uint8Array(128);
for (const c of ' \t\n\r"\'<>`|{}^,;') ends[c.charCodeAt(0)] = 1;
const ended = new Next((text, from, to) => {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) < 128 && ends[text.charCodeAt(i)] === 1) return i;
  return -1;
});

/**
 * Reads the URL whose scheme, or whose slashes, begin at `from` and whose host begins at `at`.
 *
 * As browsers do: backslashes are slashes, any number of them goes before the host, and the last `@` counts.
 */
export function targetAt(
  text: string,
  scheme: string,
  from: number,
  at: number,
  next = text.length,
): Target | null {
  let slashes = 0;
  let back = 0;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === 92) back++;
    else if (c !== 47 && !(slashes > 0 && (c === 9 || c === 10 || c === 13))) break;
    slashes++;
    at++;
  }
  // Where slashes begin a URL the next one ends its authority: none is read twice, however long it is.
  const longest = Math.min(text.length, at + 1024);
  const limit = slashes > 0 ? text.length : longest;
  let end = at;
  let sign = -1;
  let confused = false;
  for (; end < limit; end++) {
    const c = text.charCodeAt(end);
    if (c < 128 && (c === 47 || c === 63 || c === 35 || ends[c] === 1 || c === 0)) break;
    if (c === 92) {
      confused = within(text, '@', end, end + 128) > 0;
      break;
    }
    if (c === 64) sign = end;
  }
  // `http://a#@b` and `http://a b@c`: one reader goes to `a`, another to what stands behind the `@`.
  const mark = text.charCodeAt(end);
  if (mark === 35 || mark === 63) {
    const next = text.charCodeAt(end + 1);
    if (next === 64 || (mark === 35 && next === 64)) confused = true;
  }
  const user = sign < 0 ? '' : text.slice(at, sign);
  let hostEnd = end;
  let port = -1;
  const start = sign < 0 ? at : sign + 1;
  const bracket = text.charCodeAt(start) === 91 ? within(text, ']', start, end) : start;
  const colon = bracket < 0 ? -1 : within(text, ':', bracket, end);
  if (colon >= 0) {
    hostEnd = colon;
    port = /^\d{1,5}$/.test(text.slice(colon + 1, end)) ? Number(text.slice(colon + 1, end)) : -1;
  }
  if (hostEnd <= start || hostEnd - start > 256) {
    if (hostEnd > start || scheme === '') return null;
  }
  const stop = ended.within(text, end, longest);
  const last = stop < 0 ? Math.max(end, longest) : stop;
  return {
    scheme,
    user,
    host: text.slice(start, Math.max(start, hostEnd)),
    port,
    rest: text.slice(end, Math.max(end, Math.min(last, end + 512, next))),
    ambiguous: confused || back > 0 || (scheme.startsWith('http') && slashes !== 2),
    from,
    end: last,
  };
}

/** The scheme that ends right before the colon at `colon`, in small letters; empty when none does. */
export function schemeBefore(text: string, colon: number): string {
  let from = colon;
  while (from > 0 && colon - from < 16) {
    const c = text.charCodeAt(from - 1);
    const lower = c | 32;
    if (!((lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46)) break;
    from--;
  }
  return text.slice(from, colon).toLowerCase();
}
