import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { TokenKeys } from './keys.ts';

/** What is sealed: each kind by itself, so that a seal of one never fits another. */
export type Sealed = 'token' | 'ticket' | 'answer';

/** HMAC-SHA-256 of a text as base64url, 43 characters. */
export const seal = (of: Sealed, text: string, key: KeyObject): string =>
  createHmac('sha256', key).update(`portcullis ${of}\n`).update(text).digest('base64url');

/** A text with its seal behind a colon, signed by the newest key. */
export function sealed(of: Sealed, text: string, keys: TokenKeys): string {
  return `${text}:${seal(of, text, keys.newest().key)}`;
}

/** The text before a good seal of the key with that id; null when the seal is not good. In constant time. */
export function unsealed(
  of: Sealed,
  text: string,
  keyId: (text: string) => number,
  keys: TokenKeys,
): string | null {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return null;
  const inner = text.slice(0, colon);
  const key = keys.byId(keyId(inner));
  return key !== null && same(seal(of, inner, key), text.slice(colon + 1)) ? inner : null;
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function same(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'latin1');
  const b = Buffer.from(given, 'latin1');
  return given.length === expected.length && a.length === b.length && timingSafeEqual(a, b);
}
