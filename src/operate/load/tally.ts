import { Latencies } from './latencies.ts';
import { meaningOf } from './meaning.ts';
import type { CodeRow, LoadProgress, LoadReport } from './report.ts';
import { Timeline } from './timeline.ts';

const SAMPLE_BYTES = 256;

/** What is known of a load while it runs, and its report afterwards. */
export class Tally {
  readonly speed: number;
  sent = 0;
  answered = 0;
  failed = 0;
  readonly #startedMs = performance.now();
  readonly #codes = new Map<number, { count: number; errorType: string; sample: string; firstMs: number }>();
  readonly #failures: Record<string, number> = {};
  readonly #latencies = new Latencies();
  readonly #timeline: Timeline;

  /** `fineSeconds`: the finest interval of the timeline, of the gateway's clock. */
  constructor(speed: number, fineSeconds: number) {
    this.speed = speed;
    this.#timeline = new Timeline(fineSeconds);
  }

  /** Wall-clock milliseconds since the start. */
  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** True until an answer of that status has been seen: whoever reads answers may keep one of each. */
  wants(status: number): boolean {
    return !this.#codes.has(status);
  }

  /** `dueMs`: when the request was due, by `elapsedMs`. */
  answer(status: number, dueMs: number, latencyMs: number, errorType = '', sample = ''): void {
    const row = this.#codes.get(status);
    if (row === undefined) {
      const kept = sample.slice(0, SAMPLE_BYTES);
      this.#codes.set(status, { count: 1, errorType, sample: kept, firstMs: dueMs });
    } else {
      row.count++;
      // Answers come in any order.
      if (dueMs < row.firstMs) row.firstMs = dueMs;
    }
    this.answered++;
    this.#latencies.add(latencyMs);
    this.#timeline.add((dueMs / 1000) * this.speed, status);
  }

  failure(code: string, dueMs: number): void {
    this.#failures[code] = (this.#failures[code] ?? 0) + 1;
    this.failed++;
    this.#timeline.add((dueMs / 1000) * this.speed, 0);
  }

  progress(planned: number | null, plannedSeconds: number | null): LoadProgress {
    const codes = Object.fromEntries(
      [...this.#codes].sort(([a], [b]) => a - b).map(([status, row]) => [status, row.count]),
    );
    const { sent, answered, failed, speed } = this;
    return {
      sent,
      answered,
      planned,
      seconds: (this.elapsedMs / 1000) * speed,
      plannedSeconds,
      codes,
      failed,
    };
  }

  report(
    about: Pick<LoadReport, 'url' | 'method' | 'engine' | 'rate' | 'planned' | 'sources' | 'stopped'>,
  ): LoadReport {
    const wallSeconds = this.elapsedMs / 1000;
    const l = this.#latencies;
    const codes = [...this.#codes]
      .sort(([a], [b]) => a - b)
      .map(
        ([status, { firstMs, ...row }]): CodeRow => ({
          status,
          meaning: meaningOf(status, row.errorType),
          ...row,
          firstSeconds: hundredths((firstMs / 1000) * this.speed),
        }),
      );
    return {
      ...about,
      sent: this.sent,
      answered: this.answered,
      codes,
      failures: this.#failures,
      latencyMs: {
        mean: hundredths(l.mean),
        p50: hundredths(l.at(0.5)),
        p90: hundredths(l.at(0.9)),
        p99: hundredths(l.at(0.99)),
        max: hundredths(l.max),
      },
      seconds: hundredths(wallSeconds * this.speed),
      wallSeconds: hundredths(wallSeconds),
      timeline: { interval: this.#timeline.interval, rows: this.#timeline.rows() },
    };
  }
}

const hundredths = (n: number): number => Math.round(n * 100) / 100;
