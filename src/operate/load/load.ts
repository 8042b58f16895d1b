import { EXIT, Halt } from '../halt.ts';
import { Caller } from './caller.ts';
import { pace } from './pace.ts';
import type { LoadOptions, LoadReport } from './report.ts';
import { ready, rush } from './rush.ts';
import { Tally } from './tally.ts';
import { sourcesOf, targetOf } from './target.ts';

/** What a load may be, at most. */
const loadBounds = Object.freeze({
  rate: 20_000,
  seconds: 7 * 86_400,
  num: 10_000_000,
  connections: 10_000,
  sources: 65_536,
});

const PROGRESS_MS = 250;
/** The finest that the timeline tells apart: a sixtieth of what is known to come, or so much of the wall clock. */
const FINE_SECONDS = 0.05;

/** Sends a load and reports what became of it. Throws a `Halt` when the options cannot be meant. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const rate = within('rate', options.rate ?? null, loadBounds.rate);
  const duration = within('duration', options.duration ?? null, loadBounds.seconds);
  const num = within('num', options.num ?? null, loadBounds.num);
  const connections = within('connections', options.connections ?? 10, loadBounds.connections)!;
  const speed = options.speed ?? 1;
  if (duration === null && num === null)
    throw new Halt(EXIT.usage, 'a load needs a duration or a number of requests');
  const target = await targetOf(options.url, options.allowRemote === true);
  const from = options.from ?? null;
  const sources =
    from === null ? [] : sourcesOf(from, within('sources', options.sources ?? 16, loadBounds.sources)!);
  const method = (options.method ?? 'GET').toUpperCase();
  const planned = plannedOf(rate, duration, num);
  const plannedSeconds = plannedSecondsOf(rate, duration, planned);
  const asked = {
    target,
    method,
    headers: options.headers ?? {},
    body: options.body ?? '',
    connections,
    timeoutMs: options.timeoutMs ?? 30_000,
    sources,
  };
  const engine = rate === null && sources.length === 0 && method !== 'HEAD' ? 'autocannon' : 'paced';
  const signal = options.signal ?? new AbortController().signal;
  if (engine === 'autocannon') await ready();
  const tally = new Tally(speed, Math.max(FINE_SECONDS * speed, nice((plannedSeconds ?? 0) / 60)));
  const tell = (): void => options.progress?.(tally.progress(planned, plannedSeconds));
  const ticking = setInterval(tell, PROGRESS_MS);
  const durationMs = duration === null ? null : (duration * 1000) / speed;
  try {
    if (engine === 'autocannon') await rush(asked, tally, { num, durationMs, signal });
    else {
      const caller = new Caller(asked, tally);
      const wallRate = rate === null ? null : rate * speed;
      await pace(caller, tally, { rate: wallRate, durationMs, num: planned, connections, signal });
      caller.close();
    }
  } finally {
    clearInterval(ticking);
  }
  tell();
  const about = { url: options.url, method, engine, rate, planned, sources: sources.length } as const;
  return tally.report({ ...about, stopped: signal.aborted });
}

/** A paced load is planned to the request; of another, only a number is a plan. */
function plannedOf(rate: number | null, duration: number | null, num: number | null): number | null {
  const paced = rate === null || duration === null ? null : Math.max(1, Math.round(rate * duration));
  if (paced === null || num === null) return paced ?? num;
  return Math.min(paced, num);
}

function plannedSecondsOf(
  rate: number | null,
  duration: number | null,
  planned: number | null,
): number | null {
  return rate !== null && planned !== null ? planned / rate : duration;
}

/** The next of 1, 2, 5, 10, 15, 20, 30, 60 seconds, … that is not less. */
function nice(seconds: number): number {
  const steps = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600];
  return steps.find((step) => step >= seconds) ?? seconds;
}

function within(name: string, value: number | null, most: number): number | null {
  if (value === null) return null;
  const whole = name === 'rate' || name === 'duration' || Number.isInteger(value);
  if (value > 0 && value <= most && whole) return value;
  const kind = name === 'rate' || name === 'duration' ? 'number over 0, up to' : 'whole number from 1 to';
  throw new Halt(EXIT.usage, `--${name} must be a ${kind} ${most}`);
}
