/** How long a code is good, in milliseconds, and how often it may be guessed. */
export const codeMs = 60 * 60_000;
export const codeTries = 5;
/** Wrong passwords in a row before the next one has to wait: a second, then twice as long each time. */
const freeFailures = 5;
const longestWaitMs = 15 * 60_000;
/** Names that are remembered; the one that was tried first goes when there are more. */
const mostNames = 10_000;

/** How long the next try has to wait after so many wrong ones in a row, in milliseconds. */
export const waitAfter = (failures: number): number =>
  failures < freeFailures ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (failures - freeFailures));

/** Wrong passwords under names that nobody has: they lock as those of users do, so that no lock tells who is there. */
export class Strangers {
  readonly #tried = new Map<string, { readonly failures: number; readonly lockedUntil: number }>();

  isLocked(name: string, now: number): boolean {
    return (this.#tried.get(name)?.lockedUntil ?? 0) > now;
  }

  failed(name: string, now: number): void {
    const failures = (this.#tried.get(name)?.failures ?? 0) + 1;
    if (failures === 1 && this.#tried.size >= mostNames) this.#tried.delete(this.#tried.keys().next().value!);
    const wait = waitAfter(failures);
    this.#tried.set(name, { failures, lockedUntil: wait === 0 ? 0 : now + wait });
  }

  get size(): number {
    return this.#tried.size;
  }
}

/** Wrong guesses at codes, by the name they were for, whether anybody has it or not. */
export class Guesses {
  readonly #tried = new Map<string, { readonly tries: number; readonly until: number }>();

  /** A code was asked for: guesses at it count from here on, and those before for as long as that one was good. */
  asked(name: string, now: number): void {
    const tries = this.#tries(name, now);
    if (tries < codeTries) this.#put(name, { tries, until: now + codeMs });
  }

  /** Whether there may be another guess. */
  may(name: string, now: number): boolean {
    return this.#tries(name, now) < codeTries;
  }

  wrong(name: string, now: number): void {
    const before = this.#tried.get(name);
    const until = before !== undefined && before.until >= now ? before.until : now + codeMs;
    this.#put(name, { tries: this.#tries(name, now) + 1, until });
  }

  forget(name: string): void {
    this.#tried.delete(name);
  }

  get size(): number {
    return this.#tried.size;
  }

  #tries(name: string, now: number): number {
    const before = this.#tried.get(name);
    return before === undefined || before.until < now ? 0 : before.tries;
  }

  #put(name: string, counted: { readonly tries: number; readonly until: number }): void {
    if (!this.#tried.has(name) && this.#tried.size >= mostNames)
      this.#tried.delete(this.#tried.keys().next().value!);
    this.#tried.set(name, counted);
  }
}
