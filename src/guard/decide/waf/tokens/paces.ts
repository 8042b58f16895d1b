import type { Clock } from '../../../../base/clock.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Given } from '../../given.ts';
import { type Key, readAddress } from '../rates/keys.ts';
import { type Measure, tableBytes } from '../rates/layout.ts';
import { standing } from '../rates/standing.ts';
import { RateTable } from '../rates/table.ts';

/** What is held to a pace: handing out by kind, taking in, and answers that are wrong. */
export type Paced = 'challenge' | 'picture' | 'words' | 'attempt' | 'wrong';

/** So many of one address (of one /64) in a window, over all workers. */
const measures: Readonly<Record<Paced, Measure>> = {
  challenge: { limit: 600, windowMs: 60_000, keys: 4_096 },
  picture: { limit: 60, windowMs: 60_000, keys: 4_096 },
  words: { limit: 20, windowMs: 60_000, keys: 4_096 },
  attempt: { limit: 600, windowMs: 60_000, keys: 4_096 },
  wrong: { limit: 60, windowMs: 600_000, keys: 4_096 },
};

/** Pictures of one worker in a second, whoever asks: a picture takes about a millisecond. */
const picturesPerSecond = 50;

/** Holds clients to a pace at the place where they get and hand in challenges and puzzles. */
export class Paces {
  readonly #clock: Clock;
  readonly #tables: ReadonlyMap<Paced, RateTable>;
  readonly #read = readAddress({ Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' });
  readonly #key: Key = { a: 0, b: 0, c: 0, d: 0 };
  #second = 0;
  #pictures = 0;

  constructor(given: Pick<Given, 'cells' | 'clock'>) {
    this.#clock = given.clock;
    const table = ([of, measure]: [string, Measure]): [Paced, RateTable] => [
      of as Paced,
      new RateTable(given.cells(`waf/pace/${of}`, tableBytes(measure)), measure),
    ];
    this.#tables = new Map(Object.entries(measures).map(table));
  }

  /** Counts it, and says whether it is within the pace. */
  admits(x: Exchange, of: Paced): boolean {
    this.#read(x, this.#key);
    const { a, b, c, d } = this.#key;
    if (this.#tables.get(of)!.count(a, b, c, d, this.#clock.steady())) return false;
    return of !== 'picture' || this.#draws();
  }

  /** Whether nothing more of the kind is admitted just now; counts nothing. */
  exhausted(x: Exchange, of: Paced): boolean {
    const table = this.#tables.get(of)!;
    this.#read(x, this.#key);
    const { a, b, c, d } = this.#key;
    return standing(table, table.find(a, b, c, d), this.#clock.steady(), 'exact').over;
  }

  #draws(): boolean {
    const second = Math.floor(this.#clock.steady() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#pictures = 0;
    }
    return this.#pictures++ < picturesPerSecond;
  }
}
