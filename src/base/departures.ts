/** What was written and is held back. */
export interface Departing {
  /** Sends it. Throws nothing. */
  depart(): void;
}

/** So many leave at once: whoever is first waits no longer than it takes to serve as many. */
export const TOGETHER = 32;

let waiting: Departing[] = [];
let left: Departing[] = [];
let awaited = false;

/**
 * Holds back what is written until this turn of the event loop has read all that had arrived, or 32 wait. A write wakes
 * whoever reads it, and to wake a process that sleeps costs more than the write: those that leave together wake it once.
 */
export function departs(departing: Departing): void {
  waiting.push(departing);
  if (waiting.length === TOGETHER) leave();
  else if (!awaited) {
    awaited = true;
    setImmediate(turned);
  }
}

function turned(): void {
  awaited = false;
  leave();
}

function leave(): void {
  const leaving = waiting;
  waiting = left;
  left = leaving;
  for (let i = 0; i < leaving.length; i++) leaving[i]!.depart();
  leaving.length = 0;
}
