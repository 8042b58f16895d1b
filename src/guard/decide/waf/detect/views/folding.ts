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

/** Finds the same. */
export const foldable =
  /[\u1fef\u2024\u2025\u249c-\u24e9\ud835\ufe5f-\ufe6b\uff02-\uff07\uff0a\uff0b\uff0d\uff0f\uff1c-\uff1e\uff20-\uff5d]/;

/** A text as databases and file systems store it that know no such characters: NFKC (UAX 15). */
export const folded = (text: string): string => text.normalize('NFKC');
