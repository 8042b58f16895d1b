import { resolve } from 'node:path';
import { readPasswords } from '../../../../base/password-file.ts';
import { textOfRegular } from '../../../../base/regular-file.ts';
import { matchesHash, TooManyPasswords } from '../../../../base/scrypt.ts';
import type { Given } from '../../given.ts';
import { Counts, type Guess } from './counts.ts';
import type { Credentials } from './credentials.ts';
import { Verified } from './verified.ts';

/** What is found of a name and its password; a number: for so many milliseconds nobody looks. */
export type Found = 'right' | 'wrong' | number;

/** How long to wait, in milliseconds, when too many others wait for their password to be hashed. */
const CROWDED_MS = 1000;

/** The names and passwords of one file. Throws when it cannot be read. */
export class Passwords {
  readonly #hashes: ReadonlyMap<string, string>;
  /** Who is not in the file takes as long to find out as who is. */
  readonly #decoy: string;
  readonly #verified = new Verified();
  readonly #underWay = new Map<string, Promise<Found>>();
  /** Of one file, whichever authorizers ask by it. */
  readonly #counts: Counts;

  constructor(file: string, given: Given) {
    this.#hashes = readPasswords(textOfRegular(file)).hashes;
    this.#decoy = [...this.#hashes.values()][0] ?? '';
    this.#counts = new Counts(resolve(file), given);
  }

  get names(): string[] {
    return [...this.#hashes.keys()];
  }

  /** Looks at what a caller of a network sent, at a moment in milliseconds. A promise only where a password is hashed. */
  check(sent: Credentials, network: string, now: number): Found | Promise<Found> {
    const { name, password } = sent;
    // From elsewhere the same has to be found out again, so that a wait cannot be guessed past from there.
    const digest = this.#verified.digest(network, name, password);
    if (this.#verified.has(digest, now)) return 'right';
    // A caller who opens several connections at once has guessed once.
    const before = this.#underWay.get(digest);
    if (before !== undefined) return before;
    const guess = this.#counts.guess(network, name, password, now);
    if (guess.waitMs > 0) return guess.waitMs;
    const looked = this.#look(sent, digest, guess, now).finally(() => this.#underWay.delete(digest));
    this.#underWay.set(digest, looked);
    return looked;
  }

  async #look({ name, password }: Credentials, digest: string, guess: Guess, now: number): Promise<Found> {
    try {
      const hash = this.#hashes.get(name);
      const matches = (await matchesHash(password, hash ?? this.#decoy)) && hash !== undefined;
      if (!matches) return 'wrong';
      this.#counts.right(guess, now);
      this.#verified.add(digest, now);
      return 'right';
    } catch (fault) {
      if (!(fault instanceof TooManyPasswords)) throw fault;
      this.#counts.undo(guess);
      return CROWDED_MS;
    }
  }
}
