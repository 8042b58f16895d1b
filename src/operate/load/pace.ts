import type { Caller } from './caller.ts';
import type { Tally } from './tally.ts';

/** When requests are sent, by the wall clock. */
export interface Pace {
  /** Requests a second; null: as soon as a connection is free. */
  readonly rate: number | null;
  /** Milliseconds; null: until `num` are sent. */
  readonly durationMs: number | null;
  readonly num: number | null;
  readonly connections: number;
  readonly signal: AbortSignal;
}

/** Requests that may wait for a connection; past it a paced load falls behind, and says so by its latencies. */
const MOST_WAITING = 20_000;
/** How long what is on its way may still take once a load was stopped. */
const GRACE_MS = 1000;

/** Sends a load from this thread. Request `i` of a paced one is due `i / rate` after the start, whatever came before. */
export function pace(caller: Caller, tally: Tally, by: Pace): Promise<void> {
  const most = by.rate === null ? by.connections : by.connections + MOST_WAITING;
  const planned = by.num ?? Infinity;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let waiting = false;
    let ending = false;
    // A paced load is a number of requests: its duration decided how many, and all of them are sent.
    const over = (): boolean =>
      tally.sent >= planned ||
      (by.rate === null && by.durationMs !== null && tally.elapsedMs >= by.durationMs);
    const end = (): void => {
      clearTimeout(timer);
      by.signal.removeEventListener('abort', stop);
      resolve();
    };
    const finish = (graceMs: number | null): void => {
      ending = true;
      clearTimeout(timer);
      if (caller.open === 0) end();
      else if (graceMs !== null) timer = setTimeout(end, graceMs);
    };
    const stop = (): void => finish(GRACE_MS);
    const settled = (): void => {
      if (ending && caller.open === 0) end();
      else if (!ending && !waiting) send();
    };
    const send = (): void => {
      waiting = false;
      while (!over() && caller.open < most) {
        const due = by.rate === null ? tally.elapsedMs : (tally.sent * 1000) / by.rate;
        const wait = due - tally.elapsedMs;
        if (wait > 0) {
          waiting = true;
          timer = setTimeout(send, wait);
          return;
        }
        caller.send(due, settled);
      }
      if (over()) finish(null);
    };
    by.signal.addEventListener('abort', stop, { once: true });
    if (by.signal.aborted) stop();
    else send();
  });
}
