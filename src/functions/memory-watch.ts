import { descendantsOf, heldBytes } from './resident.ts';

/** Memory over the function's own that a process may hold: its runtime, and V8's slack. */
const HEADROOM_BYTES = 128 * 1024 * 1024;

/** Wall-clock milliseconds between two looks at a process. */
export const WATCH_MS = 200;

/** Once in so many looks it is looked what a process has started, and what one holds that has no call. */
const SELDOM = 5;

/**
 * What a process holds with what it has started, looked at from outside: buffers lie outside the heap that V8 bounds.
 * Also between calls, since it is not frozen then.
 */
export class MemoryWatch {
  /** The most it has been seen to hold, or has said it does, in bytes. */
  mostBytes = 0;
  readonly #boundBytes: number;
  #looks = 0;
  /** What it has started, as far as that was seen. */
  #started: readonly number[] = [];

  constructor(memoryMb: number) {
    this.#boundBytes = memoryMb * 1_048_576 + HEADROOM_BYTES;
  }

  /**
   * Looks once in a `WATCH_MS`; the bytes it holds where they are more than it may, 0 otherwise. `sinceMs`: when its
   * call began, or it did, by `performance.now()`.
   */
  excess(pid: number, idle: boolean, sinceMs: number): number {
    const seldom = this.#looks++ % SELDOM === 0;
    if (idle && !seldom) return 0;
    if (!idle && performance.now() - sinceMs < WATCH_MS / 2) return 0;
    if (seldom) this.#started = descendantsOf(pid);
    const bytes = heldBytes([pid, ...this.#started], this.#boundBytes);
    this.mostBytes = Math.max(this.mostBytes, bytes);
    return bytes > this.#boundBytes ? bytes : 0;
  }
}
