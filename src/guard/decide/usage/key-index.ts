import { hash, timingSafeEqual } from 'node:crypto';

/** What a value of an API key may be: 20 to 128 visible characters of ASCII. */
export const keyValue = /^[\x21-\x7e]{20,128}$/;

/** The digest by which values are looked up. */
export const digestOf = (value: string): Buffer => hash('sha256', value, 'buffer');

/**
 * Finds what belongs to a secret value, in a time that tells nothing about the values there are: a value is
 * looked up by its SHA-256, of which nobody can choose a part, and then compared whole in constant time.
 */
export class KeyIndex<T> {
  readonly #entries = new Map<string, { readonly digest: Buffer; readonly found: T }>();

  add(digest: Buffer, found: T): void {
    this.#entries.set(digest.toString('latin1'), { digest, found });
  }

  /** Null when nothing belongs to it. */
  find(value: string): T | null {
    if (value.length < 20 || value.length > 128) return null;
    const digest = digestOf(value);
    const entry = this.#entries.get(digest.toString('latin1'));
    return entry !== undefined && timingSafeEqual(entry.digest, digest) ? entry.found : null;
  }
}
