import { seeded } from '../make/lines.ts';

/** Draws from lists and odds, the same for the same seed. */
export class Draw {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  /** True in this share of all cases. */
  odds(share: number): boolean {
    return this.#random() < share;
  }

  of<T>(...all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }

  /** One of several ways to write something. */
  way(...all: readonly (() => string)[]): string {
    return this.of(...all)();
  }
}
