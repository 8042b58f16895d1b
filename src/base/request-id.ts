const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two characters for each 12 bits. */
const pairs: readonly string[] = Array.from(
  { length: 4096 },
  (_, i) => alphabet[i >>> 6]! + alphabet[i & 63]!,
);
/** The value of a hexadecimal digit, by its character code; what is none has some value too. */
const nibbles = Uint8Array.from({ length: 128 }, (_, c) => (c > 57 ? c + 9 : c) & 15);
/** Where the 32 digits of a UUID stand among its 36 characters. */
const digits = Uint8Array.from(
  { length: 32 },
  (_, n) => n + (n < 8 ? 0 : n < 12 ? 1 : n < 16 ? 2 : n < 20 ? 3 : 4),
);

/**
 * The extended request id that goes with a request id: `x-amz-apigw-id`, `$context.extendedRequestId`.
 *
 * Sixteen characters of base64 that end in `=`, as API Gateway's do. It is derived, so that the answer, the
 * logs and whoever reads them agree without anybody carrying it along.
 */
export function extendedRequestId(requestId: string): string {
  // 88 bits out of 128: the first ten digits are folded, turned by a bit, onto the ten after them.
  let word = 0;
  let out = '';
  for (let i = 0; i < 21; i++) {
    let nibble = nibbleAt(requestId, i + 10);
    if (i < 10) {
      const first = nibbleAt(requestId, i);
      nibble ^= ((first << 1) | (first >>> 3)) & 15;
    }
    word = (word << 4) | nibble;
    if (i % 3 === 2) {
      out += pairs[word]!;
      word = 0;
    }
  }
  return `${out}${alphabet[nibbleAt(requestId, 31) << 2]!}=`;
}

/** Whether a text is written as an extended request id is. */
export const isExtendedRequestId = (text: string): boolean => /^[A-Za-z0-9+/]{15}=$/.test(text);

const nibbleAt = (text: string, n: number): number => nibbles[text.charCodeAt(digits[n]!) & 127]!;

/** The ids that every answer to a request carries. */
export interface RequestIds {
  /** A UUID: `x-amzn-RequestId`. */
  readonly id: string;
  /** `x-amz-apigw-id`. */
  readonly extended: string;
  /** Both as lines of a head, each with its end. */
  readonly lines: string;
}

/** The ids of a request that has chosen its own: a UUID. */
export function requestIds(id: string): RequestIds {
  const extended = extendedRequestId(id);
  return { id, extended, lines: `x-amzn-RequestId: ${id}\r\nx-amz-apigw-id: ${extended}\r\n` };
}
