import type { TestContext } from 'node:test';

/** The time of this thread's timers and of `performance`, which passes only as `pass` says. */
export interface TimeByHand {
  /** Since it was taken in hand, in milliseconds. */
  readonly ms: number;
  /** Lets time pass, a millisecond after the other: what is due in one of them is done in it. */
  pass(ms: number): void;
}

/**
 * Takes the time of a test in hand, for code that takes no `Clock`: its deadlines hold to the millisecond, and nothing is waited
 * for. Sockets and files go their own way meanwhile; so do `eventually` and its kin.
 */
export function timeByHand(t: TestContext): TimeByHand {
  let ms = 0;
  // A whole number, so that what is due after some of them is not due a fraction later.
  const began = Math.floor(performance.now());
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.mock.method(performance, 'now', () => began + ms);
  return {
    get ms() {
      return ms;
    },
    pass(more) {
      for (let i = 0; i < more; i++) {
        ms++;
        t.mock.timers.tick(1);
      }
    },
  };
}
