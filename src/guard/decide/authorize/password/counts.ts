import type { Given } from '../../given.ts';
import { Guesses, guessBytes, guessTables } from './guesses.ts';
import { LIVES_MS } from './verified.ts';

/** Wrong guesses that are free: of one name from one network, and of any names from it. */
const freeOfName = 5;
const freeOfNetwork = 50;

/** A guess that was counted, or must wait. */
export interface Guess {
  /** Milliseconds until it is looked at; 0: now. */
  readonly waitMs: number;
  /** False: the same was right there of late. */
  readonly counted: boolean;
  readonly ofName: string;
  readonly ofNetwork: string;
  readonly ofPassword: string;
}

/**
 * Guesses against one file of passwords, over all workers together: by name and network, so that nobody holds up a name
 * for those elsewhere, and by network. Who was right from a network within five minutes is not held up there, whichever
 * worker found it out.
 *
 * An explanation looks at these counts, and has its own besides: it uses nothing up, and is not the way to guess.
 */
export class Counts {
  readonly #file: string;
  readonly #shared: Tables;
  readonly #own: Tables;

  constructor(file: string, { cells, tracing }: Given) {
    this.#file = file;
    this.#shared = tablesIn(cells('authorize/guesses', guessBytes));
    this.#own = tracing ? tablesIn(new SharedArrayBuffer(guessBytes)) : this.#shared;
  }

  /** Counts a guess as a wrong one before it is looked at, unless it has to wait. */
  guess(network: string, name: string, password: string, now: number): Guess {
    const ofNetwork = `${this.#file}\n${network}`;
    const ofName = `${ofNetwork}\n${name}`;
    const ofPassword = `${ofName}\n${password}`;
    const counted = !this.#shared.right.isRecent(ofPassword, now, LIVES_MS);
    const waitMs = counted ? this.#take(ofNetwork, ofName, now) : 0;
    return { waitMs, counted, ofNetwork, ofName, ofPassword };
  }

  #take(ofNetwork: string, ofName: string, now: number): number {
    const { names, networks } = this.#own;
    const waitMs = Math.max(
      names.wait(ofName, now),
      networks.wait(ofNetwork, now),
      this.#toldOf(ofNetwork, ofName, now),
    );
    if (waitMs > 0) return waitMs;
    // Another worker may have counted one since.
    const ofThisName = names.take(ofName, now);
    if (ofThisName > 0) return ofThisName;
    const ofAllNames = networks.take(ofNetwork, now);
    if (ofAllNames > 0) names.undo(ofName);
    return ofAllNames;
  }

  /** What an explanation sees of the counts it does not use up. */
  #toldOf(ofNetwork: string, ofName: string, now: number): number {
    const { names, networks } = this.#shared;
    if (this.#own === this.#shared) return 0;
    return Math.max(names.wait(ofName, now), networks.wait(ofNetwork, now));
  }

  /** Takes a guess back that was right. */
  right({ counted, ofName, ofNetwork, ofPassword }: Guess, now: number): void {
    const { names, networks, right } = this.#own;
    names.forget(ofName);
    if (counted) networks.undo(ofNetwork);
    right.take(ofPassword, now);
  }

  /** Takes one back that could not be looked at. */
  undo({ counted, ofName, ofNetwork }: Guess): void {
    if (!counted) return;
    this.#own.names.undo(ofName);
    this.#own.networks.undo(ofNetwork);
  }
}

interface Tables {
  readonly names: Guesses;
  readonly networks: Guesses;
  readonly right: Guesses;
}

const tablesIn = (cells: SharedArrayBuffer): Tables => ({
  names: new Guesses(cells, guessTables.names, freeOfName),
  networks: new Guesses(cells, guessTables.networks, freeOfNetwork),
  right: new Guesses(cells, guessTables.right, Number.POSITIVE_INFINITY),
});
