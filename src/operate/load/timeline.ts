import type { TimelineRow } from './report.ts';

const MOST = 60;

interface Cell {
  readonly codes: Record<string, number>;
  failed: number;
}

/** Counts by interval. When there are more than sixty, two become one: so any length of time fits. */
export class Timeline {
  /** Seconds. */
  interval: number;
  #cells: Cell[] = [];

  /** `interval`: the finest that is told apart, in seconds. */
  constructor(interval: number) {
    this.interval = interval;
  }

  /** `status` 0: no answer. */
  add(seconds: number, status: number): void {
    while (this.#at(seconds) >= MOST) this.#halve();
    const at = this.#at(seconds);
    while (this.#cells.length <= at) this.#cells.push({ codes: {}, failed: 0 });
    const cell = this.#cells[at]!;
    if (status === 0) cell.failed++;
    else cell.codes[status] = (cell.codes[status] ?? 0) + 1;
  }

  rows(): TimelineRow[] {
    return this.#cells.map((cell, i) => ({ at: rounded(i * this.interval), ...cell }));
  }

  /** What lies on a border, but for the last bit of a float, is behind it. */
  #at(seconds: number): number {
    return Math.max(0, Math.floor(seconds / this.interval + 1e-6));
  }

  #halve(): void {
    this.interval *= 2;
    const halved: Cell[] = [];
    for (let i = 0; i < this.#cells.length; i++) {
      const cell = this.#cells[i]!;
      if (i % 2 === 0) halved.push(cell);
      else {
        const into = halved.at(-1)!;
        into.failed += cell.failed;
        for (const [code, n] of Object.entries(cell.codes)) into.codes[code] = (into.codes[code] ?? 0) + n;
      }
    }
    this.#cells = halved;
  }
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
