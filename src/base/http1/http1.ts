// HTTP/1.1's wire format (RFC 9112), for both ends: nothing here knows a socket.
export { ChunkedDecoder, chunkLine, LAST_CHUNK } from './chunked.ts';
export { CHUNKED, decimal, declaredLength, NO_LENGTH, UNKNOWN_CODING } from './framing.ts';
export { CUT_SHORT, type Flaw, findHeadEnd, parseHeaders, TOO_MANY } from './headers.ts';
export { ownHeaders } from './own-headers.ts';
export { isBodiless, statusText } from './status.ts';
export { headerLine } from './write.ts';
