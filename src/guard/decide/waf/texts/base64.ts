import { Bytes } from './bytes.ts';

const values = new Int8Array(256).fill(-1);
for (const [i, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  values[c.charCodeAt(0)] = i;

/** The six bits of a character of the alphabet (RFC 4648 4); -1 for what is not in it. */
export const sextet = (code: number): number => values[code]!;

/** The bytes of the characters up to `end`; those outside the alphabet are skipped. */
export function fromBase64(text: string, end: number): string {
  const out = new Bytes((end >> 2) * 3 + 3);
  let bits = 0;
  let held = 0;
  for (let i = 0; i < end; i++) {
    const value = sextet(text.charCodeAt(i));
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.put((bits >> held) & 255);
    }
  }
  return out.text();
}
