/** The value of a hexadecimal digit; -1 for what is none. */
export function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const small = c | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
}

/** The value of `count` hexadecimal digits from `at` on; -1 when they are not there. */
export function hexNumber(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

export const isAlphanumeric = (c: number): boolean =>
  (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122);
