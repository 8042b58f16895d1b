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
