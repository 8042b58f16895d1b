const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The extended request id that goes with a request id: `x-amz-apigw-id`, `$context.extendedRequestId`.
 *
 * Sixteen characters of base64 that end in `=`, as API Gateway's do. It is derived, so that the answer, the
 * logs and whoever reads them agree without anybody carrying it along.
 */
export function extendedRequestId(requestId: string): string {
  // 88 bits out of 128: the first ten nibbles are folded, turned by a bit, onto the ten after them.
  let first = 0;
  let seen = 0;
  let word = 0;
  let out = '';
  for (let i = 0; i < requestId.length && seen < 32; i++) {
    const c = requestId.charCodeAt(i);
    if (c === 45) continue;
    let nibble = (c > 57 ? c + 9 : c) & 15;
    if (seen >= 10) {
      if (seen < 20) nibble ^= nibbleAt(requestId, first++);
      word = (word << 4) | nibble;
      if ((seen - 10) % 3 === 2) {
        out += alphabet[word >>> 6]! + alphabet[word & 63]!;
        word = 0;
      }
    }
    seen++;
  }
  out += alphabet[(word & 15) << 2]!;
  return `${out.padEnd(15, 'A')}=`;
}

/** The nth nibble of a UUID, for the first ten: eight, a dash, two more. */
function nibbleAt(text: string, n: number): number {
  const c = text.charCodeAt(n < 8 ? n : n + 1);
  const nibble = (c > 57 ? c + 9 : c) & 15;
  return ((nibble << 1) | (nibble >>> 3)) & 15;
}
