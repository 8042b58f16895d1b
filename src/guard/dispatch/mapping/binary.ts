import { Fault } from '../../../base/fault.ts';

/** What an integration asks to be made of a payload (API Gateway: `contentHandling`); undefined: nothing. */
export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT' | undefined;

/** A payload, and whether it stands as bytes that no template reads. */
export interface Payload {
  readonly bytes: Buffer;
  readonly raw: boolean;
}

/**
 * Converts the payload of a request ("Content type conversions for API Gateway"): bytes of a binary type stay, or
 * become base64; text stays, or is read as base64.
 */
export function requestPayload(bytes: Buffer, isBinary: boolean, handling: ContentHandling): Payload {
  if (handling === 'CONVERT_TO_BINARY') return { bytes: isBinary ? bytes : decoded(bytes), raw: true };
  if (!isBinary) return { bytes, raw: false };
  return handling === 'CONVERT_TO_TEXT' ? { bytes: encoded(bytes), raw: false } : { bytes, raw: true };
}

/** The same for an answer: `wanted` says whether the caller's `Accept` names a binary type first. */
export function responsePayload(
  bytes: Buffer,
  isBinary: boolean,
  wanted: boolean,
  handling: ContentHandling,
): Payload {
  if (handling === 'CONVERT_TO_BINARY') return { bytes: isBinary ? bytes : decoded(bytes), raw: true };
  if (isBinary) {
    if (handling === 'CONVERT_TO_TEXT' || !wanted) return { bytes: encoded(bytes), raw: false };
    return { bytes, raw: true };
  }
  return wanted && handling === undefined ? { bytes: decoded(bytes), raw: true } : { bytes, raw: false };
}

const encoded = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('base64'), 'latin1');

/** Text that is no base64 cannot be converted: 500, as in API Gateway. */
function decoded(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').trim();
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new Fault('gateway.configuration', 'gateway', 'a payload that is to be binary is no base64');
  return Buffer.from(text, 'base64');
}
