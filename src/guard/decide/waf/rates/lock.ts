/** A holder that has not let go after this long is dead: what it does takes about a microsecond. */
const deadAfterMs = 1000;
const spins = 200;
const waits = 20;

/**
 * Takes the lock in a shared word, and gives the stamp to release it with; 0 when it could not be had, after
 * at most 20 ms. The stamp is the wall clock's time (not the gateway's, which may stand still or run fast), so
 * that a lock whose holder died is taken over.
 */
export function hold(words: Int32Array, at: number): number {
  for (let round = 0; round < spins + waits; round++) {
    const mine = Date.now() | 1 | 0;
    const held = Atomics.compareExchange(words, at, 0, mine);
    if (held === 0) return mine;
    if (((mine - held) | 0) > deadAfterMs && Atomics.compareExchange(words, at, held, mine) === held)
      return mine;
    // The holder was put aside by the machine: make room for it to run.
    if (round >= spins) Atomics.wait(words, at, held, 1);
  }
  return 0;
}

/** Lets go, unless the lock was taken over meanwhile. */
export function release(words: Int32Array, at: number, stamp: number): void {
  Atomics.compareExchange(words, at, stamp, 0);
}
