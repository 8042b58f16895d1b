/** True where prose in Chinese and Japanese uses the full-width form: `！（），．：；？～` and digits. */
const inProse = new Uint8Array(0x5e);
for (const c of '!(),.:;?~0123456789') inProse[c.charCodeAt(0) - 0x21] = 1;

/**
 * True for the characters that become, under NFKC, one of ASCII which languages give a meaning: full-width and
 * small forms, mathematical and circled letters, dot leaders. The full-width punctuation of prose alone says
 * nothing.
 */
export function folds(c: number): boolean {
  if (c >= 0xff01 && c <= 0xff5e) return inProse[c - 0xff01] === 0;
  if (c >= 0xfe5f && c <= 0xfe6b) return true;
  return c === 0xd835 || (c >= 0x249c && c <= 0x24e9) || c === 0x2024 || c === 0x2025 || c === 0x1fef;
}

/** True for the full-width forms that such prose uses, and for the characters that it is written in. */
export const isProse = (c: number): boolean =>
  c >= 0xff01 && c <= 0xff5e && inProse[c - 0xff01] === 1 && (c < 0xff10 || c > 0xff19);
export const isNative = (c: number): boolean => c >= 0x2e80 && c <= 0xd7ff;

/**
 * True for a text with characters that fold, or with the punctuation of prose and none of the characters that such
 * prose is written in: `x；id`.
 */
export const mayFold = (text: string): boolean =>
  foldable.test(text) || (prose.test(text) && !native.test(text));

const prose = /[\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff5e]/;
const native = /[\u2e80-\ud7ff]/;
const foldable =
  /[\u1fef\u2024\u2025\u249c-\u24e9\ud835\ufe5f-\ufe6b\uff02-\uff07\uff0a\uff0b\uff0d\uff0f\uff1c-\uff1e\uff20-\uff5d]/;

/** A text as databases and file systems store it that know no such characters: NFKC (UAX 15). */
export const folded = (text: string): string => text.normalize('NFKC');
