import { createHash } from 'node:crypto';

/** Answers kept at most, of one authorizer in one worker, and the characters of them together. */
const MOST_ANSWERS = 10_000;
const MOST_CHARACTERS = 8 * 1024 * 1024;
/** A longer answer is used and not kept. */
const LONGEST_ANSWER = 256 * 1024;

interface Kept<V> {
  readonly value: V;
  readonly characters: number;
  readonly until: number;
}

/**
 * What an authorizer answered, by the identity that it was asked about: for so many seconds, the least recently
 * used ones going first. Bounded whatever callers send. Identities stand in it as digests, never as themselves.
 */
export class Answers<V> {
  readonly #kept = new Map<string, Kept<V>>();
  #characters = 0;

  /** `now` in milliseconds; undefined when there is none, or its time is over. */
  get(key: string, now: number): V | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    if (kept.until <= now) {
      this.#characters -= kept.characters;
      return undefined;
    }
    this.#kept.set(key, kept);
    return kept.value;
  }

  put(key: string, value: V, characters: number, until: number): void {
    if (characters > LONGEST_ANSWER) return;
    this.#drop(key);
    this.#kept.set(key, { value, characters, until });
    this.#characters += characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_ANSWERS && this.#characters <= MOST_CHARACTERS) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#characters = 0;
  }

  get size(): number {
    return this.#kept.size;
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#characters -= kept.characters;
  }
}

/** The digest of an identity: of every value at every source, so that no two identities look alike, joined or cut to bytes. */
export function digestOf(identity: readonly (readonly string[])[]): string {
  const hash = createHash('sha256');
  for (const values of identity) {
    hash.update(`${values.length}:`);
    for (const value of values) hash.update(`${value.length}:`).update(value, 'utf16le');
  }
  return hash.digest('base64');
}
