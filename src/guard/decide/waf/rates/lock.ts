/** A holder that has not let go after this long is dead: what it does takes about a microsecond. */
const deadAfterMs = 1000;
const spins = 200;

/**
 * Takes the lock in a shared word, and gives the stamp to release it with. Waits for a holder that was put aside by
 * the machine, at most a second; then it is dead, and the lock is taken over. The stamp is the wall clock's time
 * (not the gateway's, which may stand still or run fast).
 */
export function hold(words: Int32Array, at: number): number {
  let waited = 0;
  for (let round = 0; ; round++) {
    const mine = Date.now() | 1 | 0;
    const held = Atomics.compareExchange(words, at, 0, mine);
    if (held === 0) return mine;
    // The wall clock may have been put back meanwhile: what was waited counts as well.
    if (((mine - held) | 0) > deadAfterMs || waited > deadAfterMs) {
      if (Atomics.compareExchange(words, at, held, mine) === held) return mine;
    }
    if (round < spins) continue;
    Atomics.wait(words, at, held, 1);
    waited++;
  }
}

/** Lets go, unless the lock was taken over meanwhile. */
export function release(words: Int32Array, at: number, stamp: number): void {
  if (Atomics.compareExchange(words, at, stamp, 0) === stamp) Atomics.notify(words, at);
}
