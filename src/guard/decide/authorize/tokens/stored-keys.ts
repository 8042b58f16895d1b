import type { Given } from '../../given.ts';
import { type DecryptKey, decryptKey } from './decrypt-key.ts';

/** A key of the key store as workers are handed it. */
export interface LaidKey {
  readonly kid: string;
  readonly alg: string;
  /** How content must be encrypted with it; '' when that is left open. */
  readonly enc: string;
  /** From when on it decrypts no more, in milliseconds since the epoch; null: as long as it is there. */
  readonly untilMs: number | null;
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** The keys of one name: eight of RSA with 4096 bits have room. */
const laidBytes = 32_768;

const PREFIX = 'tokens/decrypt/';

/** Where the keys of a name lie, for all workers: the operator's side lays them there, and lays others when they change. */
const cellOf = (name: string): string => PREFIX + name;

/** The name in the key store that shared memory is for; null when it is for something else. */
export const storedName = (id: string): string | null =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : null;

// Words: how often the keys were laid, doubled and odd in between; the bytes of their text; then the text.
const VERSION = 0;
const LENGTH = 1;
const FIRST = 2;
const mostText = laidBytes - FIRST * 4;

/** Puts the keys of a name in force in every worker at once, the newest first; none: it has no key any more. There is one writer. */
export function layStored(cells: SharedArrayBuffer, keys: readonly LaidKey[]): void {
  const text = Buffer.from(JSON.stringify(keys));
  if (text.length > mostText) throw new RangeError(`keys of up to ${mostText} bytes, please`);
  const padded = Buffer.alloc(Math.ceil(text.length / 4) * 4, ' ');
  text.copy(padded);
  const words = new Int32Array(cells);
  Atomics.add(words, VERSION, 1);
  Atomics.store(words, LENGTH, padded.length);
  for (let at = 0; at < padded.length; at += 4) Atomics.store(words, FIRST + at / 4, padded.readInt32LE(at));
  Atomics.add(words, VERSION, 1);
}

/** The keys of one name of the key store, read anew when they change. */
export class StoredKeys {
  readonly name: string;
  readonly #words: Int32Array;
  #version = 0;
  #keys: readonly DecryptKey[] = [];

  constructor(name: string, cells: Given['cells']) {
    this.name = name;
    this.#words = new Int32Array(cells(cellOf(name), laidBytes));
  }

  /** Those in force, the newest first. One that stays is the same object; one that is gone holds no more. */
  current(): readonly DecryptKey[] {
    const words = this.#words;
    while (Atomics.load(words, VERSION) !== this.#version) {
      const version = Atomics.load(words, VERSION);
      const text = this.#text();
      // Odd: being laid just now. Changed meanwhile: half of one and half of another.
      if (version % 2 !== 0 || Atomics.load(words, VERSION) !== version) continue;
      this.#take(JSON.parse(text) as LaidKey[]);
      this.#version = version;
    }
    return this.#keys;
  }

  #take(laid: readonly LaidKey[]): void {
    const before = this.#keys;
    const next = laid.map((key) => {
      const untilMs = key.untilMs ?? Number.POSITIVE_INFINITY;
      const known = before.find((one) => one.kid === key.kid && one.algorithm === key.alg);
      if (known?.untilMs === untilMs) return known;
      const { kid, alg, enc } = key;
      return { ...decryptKey({ ...key.jwk, kid, alg }, this.name), encryption: enc, untilMs };
    });
    for (const key of before) if (!next.includes(key)) key.holds = false;
    this.#keys = next;
  }

  #text(): string {
    const length = Math.min(mostText, Math.max(0, Atomics.load(this.#words, LENGTH))) & ~3;
    const text = Buffer.alloc(length);
    for (let at = 0; at < length; at += 4) text.writeInt32LE(Atomics.load(this.#words, FIRST + at / 4), at);
    return text.toString('utf8');
  }
}
