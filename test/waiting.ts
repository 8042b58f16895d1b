import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How long anything is waited for, in milliseconds: far longer than it takes, since a machine may be busy. */
export const patienceMs = 60_000;

/** The machine's own time, also where a test has taken `performance` in hand. */
const nowMs = performance.now.bind(performance);

/** Waits until something holds; fails with what `otherwise` says when it does not come to. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  otherwise: () => string = () => `this did not come to hold: ${holds}`,
): Promise<void> {
  const end = nowMs() + patienceMs;
  while (!(await holds())) {
    if (nowMs() > end) assert.fail(otherwise());
    await pause(2);
  }
}

/** What is given once it can be had; rejects as the last try did when it cannot. */
export async function had<T>(give: () => Promise<T>): Promise<T> {
  const end = nowMs() + patienceMs;
  for (;;) {
    try {
      return await give();
    } catch (fault) {
      if (nowMs() > end) throw fault;
      await pause(20);
    }
  }
}

/** Waits until a count has begun, and has then stood still for so many milliseconds; gives it. */
export async function stoodStill(count: () => number, forMs: number): Promise<number> {
  let last = count();
  let sinceMs = nowMs();
  await eventually(
    () => {
      const now = count();
      if (now !== last) sinceMs = nowMs();
      last = now;
      return now > 0 && nowMs() - sinceMs >= forMs;
    },
    () => `it does not stand still: ${last}`,
  );
  return last;
}
