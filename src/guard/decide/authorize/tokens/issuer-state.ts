import type { Given } from '../../given.ts';

/** Since when (ms since the epoch; 0: all is well), how long the reason is, and the reason. */
const bytes = 512;
const REASON_AT = 12;
const longest = bytes - REASON_AT;

const PREFIX = { keys: 'tokens/keys/', answers: 'tokens/answers/' } as const;

/** What an issuer is asked for: its keys, or what tokens stand for (RFC 7662). */
export type AskedFor = keyof typeof PREFIX;

/** How asking an issuer goes, in memory that all workers share. */
export class IssuerState {
  readonly #since: BigInt64Array;
  readonly #length: Int32Array;
  readonly #reason: Uint8Array;

  /** `address`: the issuer, or where it is asked. */
  constructor(cells: Given['cells'], what: AskedFor, address: string) {
    const cell = cells(PREFIX[what] + address, bytes);
    this.#since = new BigInt64Array(cell, 0, 1);
    this.#length = new Int32Array(cell, 8, 1);
    this.#reason = new Uint8Array(cell, REASON_AT);
  }

  /** It could not be asked. The reason may be of any length, and is told in one line. */
  failed(nowMs: number, reason: string): void {
    const text = Buffer.from(reason.replace(/[\p{Cc}\s]+/gu, ' ')).subarray(0, longest);
    this.#reason.set(text);
    Atomics.store(this.#length, 0, text.length);
    Atomics.compareExchange(this.#since, 0, 0n, BigInt(Math.floor(nowMs)));
  }

  answered(): void {
    Atomics.store(this.#since, 0, 0n);
  }
}

/** Whether shared memory is that of an issuer, which every pipeline of a thread tells the same. */
export const isIssuerState = (id: string): boolean => whatOf(id) !== undefined;

/** An issuer, or the address where it is asked, that gives no answer. */
export interface FailingIssuer {
  readonly issuer: string;
  readonly what: AskedFor;
  readonly sinceMs: number;
  readonly because: string;
}

/** The issuers that cannot be asked now. */
export function failingIssuers(cells: ReadonlyMap<string, SharedArrayBuffer>): FailingIssuer[] {
  return [...cells].flatMap(([id, cell]) => {
    const what = whatOf(id);
    if (what === undefined) return [];
    const sinceMs = Number(Atomics.load(new BigInt64Array(cell, 0, 1), 0));
    if (sinceMs === 0) return [];
    const length = Math.min(longest, Atomics.load(new Int32Array(cell, 8, 1), 0));
    const because = Buffer.from(new Uint8Array(cell, REASON_AT, length)).toString();
    return [{ issuer: id.slice(PREFIX[what].length), what, sinceMs, because }];
  });
}

const whatOf = (id: string): AskedFor | undefined =>
  (Object.keys(PREFIX) as AskedFor[]).find((what) => id.startsWith(PREFIX[what]));
