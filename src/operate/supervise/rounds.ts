import type { Observer } from '../../observe/observe.ts';
import type { Generations } from './generations.ts';
import { IssuerLog } from './issuer-log.ts';
import type { KeptState } from './kept/kept.ts';
import type { RunOptions } from './options.ts';

/** How often the rings are emptied, in wall-clock milliseconds. */
const pollMs = 50;

/** As many of each worker are taken in one turn of the event loop; some 5 µs each. */
const eventsAtOnce = 512;

/** How often it is looked whether an issuer gives no answer, and where the machine's clock is, in wall-clock milliseconds. */
const lookMs = 1_000;

/** What is done again and again while a gateway runs. Gives what ends it. */
export function beginRounds(
  observer: Observer,
  kept: KeptState,
  generations: Generations,
  { clock, log }: Pick<RunOptions, 'clock' | 'log'>,
): () => void {
  let next: NodeJS.Immediate | null = null;
  // In parts: what this thread does for functions does not wait until all events of a burst are written.
  const part = (): void => {
    next = observer.poll(eventsAtOnce) < eventsAtOnce ? null : setImmediate(part);
  };
  const polling = setInterval(() => {
    if (next === null) part();
    kept.poll();
  }, pollMs);
  const issuers = new IssuerLog(log);
  const looking = setInterval(() => {
    follow(clock, log);
    issuers.look(generations.issuersFailing);
  }, lookMs);
  return () => {
    clearInterval(looking);
    clearInterval(polling);
    clearImmediate(next ?? undefined);
  };
}

/** A machine that slept, or that learned the time late, has its clock put elsewhere under us. */
function follow(clock: RunOptions['clock'], log: RunOptions['log']): void {
  const apartMs = clock.follow();
  if (apartMs === 0) return;
  const way = apartMs > 0 ? 'on' : 'back';
  log.warn(
    `the clock of this machine went ${way} by ${Math.abs(apartMs) / 1000} s: dates follow, limits count on`,
  );
}
