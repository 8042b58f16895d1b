import { Rewriting } from './rewriting.ts';

/**
 * A text of bytes (U+0000 to U+00FF) with its UTF-8 read; what is not well-formed stays as it is, and so do characters
 * that cannot be bytes. The text itself when there is nothing to read. With `overlong`, what is written in more
 * bytes than it needs, as RFC 3629 3 forbids, is read like decoders that do not look.
 */
export function utf8Read(text: string, overlong: boolean): string {
  let out: Rewriting | null = null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0xc0 || c > 0xfd) continue;
    const more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf8 ? 3 : c < 0xfc ? 4 : 5;
    const code = sequence(text, i, c & (0x3f >> more), more);
    if (code < least[overlong ? 0 : more]! || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) continue;
    out ??= new Rewriting(text);
    out.replace(i, i + more + 1, code);
    i += more;
  }
  return out === null ? text : out.text();
}

/** The least code that needs so many bytes more; for none of them, whatever is there. */
const least = [0, 0x80, 0x800, 0x10000, 0x7fffffff, 0x7fffffff];

function sequence(text: string, at: number, lead: number, more: number): number {
  let code = lead;
  for (let i = at + 1; i <= at + more; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= 0x80 && c <= 0xbf)) return -1;
    code = code * 64 + (c & 0x3f);
  }
  return code;
}
