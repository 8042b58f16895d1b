import { hash } from 'node:crypto';
import type { Exchange } from '../../../../../base/exchange.ts';
import { type Key, readAddress } from '../../rates/keys.ts';
import { tableBytes } from '../../rates/layout.ts';
import { standing } from '../../rates/standing.ts';
import { RateTable } from '../../rates/table.ts';
import type { WafGiven } from '../../statement.ts';

/** Keys that a volume keeps apart at once; the idlest make room for others. */
const keys = 16_384;

const byAddress = readAddress({ Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' });

/** The client's address (of IPv6 its /64), as a key. */
export function addressKey(x: Exchange): Key {
  const key: Key = { a: 0, b: 0, c: 0, d: 0 };
  byAddress(x, key);
  return key;
}

/** A text as a key: 128 bits of its digest, so that no name or number is kept. */
export function textKey(text: string): Key {
  const bytes = hash('sha256', text, 'buffer');
  return {
    a: bytes.readInt32LE(0),
    b: bytes.readInt32LE(4),
    c: bytes.readInt32LE(8),
    d: bytes.readInt32LE(12),
  };
}

/**
 * Counts by key over a sliding window, over all workers together and in bounded memory. In a traced walk it only
 * looks.
 */
export class Volume {
  readonly #table: RateTable;
  readonly #given: WafGiven;
  readonly limit: number;

  /** `name` is unique in the rule. Counts up to `limit` are exact. */
  constructor(given: WafGiven, name: string, limit: number, windowSec: number) {
    const measure = { limit, windowMs: windowSec * 1000, keys };
    const id = `abuse/${given.ruleId}/${name}/${limit}/${windowSec}`;
    this.#table = new RateTable(given.cells(id, tableBytes(measure)), measure);
    this.#given = given;
    this.limit = limit;
  }

  /** Counts one more of a key, and gives how many there are within the window: one more than the limit when beyond it. */
  add({ a, b, c, d }: Key): number {
    const { clock, tracing } = this.#given;
    if (tracing) return this.of({ a, b, c, d }) + 1;
    if (this.#table.count(a, b, c, d, clock.steady())) return this.limit + 1;
    return this.of({ a, b, c, d });
  }

  /** How many there are within the window, counting none; one more than the limit when the next would be beyond it. */
  of({ a, b, c, d }: Key): number {
    const { count, over } = standing(
      this.#table,
      this.#table.find(a, b, c, d),
      this.#given.clock.steady(),
      'exact',
    );
    return over ? this.limit : count;
  }
}
