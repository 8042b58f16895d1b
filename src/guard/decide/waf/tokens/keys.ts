import { createSecretKey, type KeyObject } from 'node:crypto';

/** A key that tokens are signed with. */
export interface TokenKey {
  /** Unsigned, 32 bits; stands in each token, so that the right one of several keys is tried. */
  readonly id: number;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** The most that hold at once: the newest signs, the others are there for the tokens they have signed. */
export const mostKeys = 4;

const secretBytes = 32;
/** The id, and the secret. */
const keyWords = 1 + secretBytes / 4;

/** Where the keys lie, for all workers: the operator's side lays them there, and lays others when they change. */
export const keyCells = { id: 'waf/token-keys', bytes: 4 * (2 + mostKeys * keyWords) } as const;

// Words: how often the keys were laid, doubled and odd in between; how many there are; then the keys, newest first.
const VERSION = 0;
const COUNT = 1;
const FIRST = 2;

/** Puts keys in force in every worker at once; the first one signs. There is one writer. */
export function layKeys(cells: SharedArrayBuffer, keys: readonly TokenKey[]): void {
  if (keys.length === 0 || keys.length > mostKeys) throw new RangeError(`1 to ${mostKeys} keys, please`);
  const words = new Int32Array(cells);
  Atomics.add(words, VERSION, 1);
  Atomics.store(words, COUNT, keys.length);
  keys.forEach(({ id, secret }, i) => {
    if (secret.length !== secretBytes) throw new RangeError(`a key has ${secretBytes} bytes`);
    Atomics.store(words, FIRST + i * keyWords, id);
    for (let w = 0; w < secretBytes / 4; w++)
      Atomics.store(words, FIRST + i * keyWords + 1 + w, secret.readInt32LE(w * 4));
  });
  Atomics.add(words, VERSION, 1);
}

/** The keys in force, read anew when they change. */
export class TokenKeys {
  readonly #words: Int32Array;
  #version = 0;
  #keys: readonly { readonly id: number; readonly key: KeyObject }[] = [];

  constructor(cells: SharedArrayBuffer) {
    this.#words = new Int32Array(cells);
  }

  /** The key that signs. Throws while none has been laid: without a key nothing may count as proved. */
  newest(): { readonly id: number; readonly key: KeyObject } {
    this.#refresh();
    const first = this.#keys[0];
    if (first === undefined) throw new Error('no key for tokens has been laid');
    return first;
  }

  /** The key of that id; null when it does not hold any more. */
  byId(id: number): KeyObject | null {
    this.#refresh();
    for (const known of this.#keys) if (known.id === id) return known.key;
    return null;
  }

  #refresh(): void {
    const words = this.#words;
    while (Atomics.load(words, VERSION) !== this.#version) {
      const version = Atomics.load(words, VERSION);
      const count = Atomics.load(words, COUNT);
      const keys = Array.from({ length: Math.min(count, mostKeys) }, (_, i) => this.#read(i));
      // Odd: being laid just now. Changed meanwhile: half of one and half of another.
      if (version % 2 !== 0 || Atomics.load(words, VERSION) !== version) continue;
      this.#keys = keys;
      this.#version = version;
    }
  }

  #read(i: number): { id: number; key: KeyObject } {
    const at = FIRST + i * keyWords;
    const secret = Buffer.alloc(secretBytes);
    for (let w = 0; w < secretBytes / 4; w++)
      secret.writeInt32LE(Atomics.load(this.#words, at + 1 + w), w * 4);
    return { id: Atomics.load(this.#words, at) >>> 0, key: createSecretKey(secret) };
  }
}
