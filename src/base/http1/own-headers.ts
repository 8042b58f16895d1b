/**
 * Headers of an answer, in lower case, that are about the message and its connection: whoever sends it says them, and
 * what stands in their place among an answer's headers is left out (RFC 9110 7.6.1, 8.6; RFC 9112 6).
 */
export const ownHeaders: ReadonlySet<string> = new Set([
  'date',
  'upgrade',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
]);
