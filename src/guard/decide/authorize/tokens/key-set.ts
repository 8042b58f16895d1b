import type { Clock } from '../../../../base/clock.ts';
import type { Fetch } from '../../../../base/outgoing.ts';
import type { Given } from '../../given.ts';
import { described, keysAt, type Published } from './discovery.ts';
import { IssuerState } from './issuer-state.ts';
import { publicKeys, type VerifyKey } from './verify-key.ts';

/** The keys of an issuer. */
export interface KeySet {
  /**
   * Keys that a token may have been signed with: that of its `kid`, or all where it names none. A promise only
   * when the issuer has to be asked first. Null when there are no keys that may be relied on.
   */
  candidates(kid: string): readonly VerifyKey[] | null | Promise<readonly VerifyKey[] | null>;
  /** Has the keys fetched anew when it is time. Nobody waits for it. */
  tend(): void;
  /** Why the keys could not be had the last time; '' when they could. */
  readonly failing: string;
}

/** Keys that are known from the start. */
export class FixedKeys implements KeySet {
  readonly failing = '';
  readonly #keys: readonly VerifyKey[];

  constructor(keys: readonly VerifyKey[]) {
    this.#keys = keys;
  }

  candidates(kid: string): readonly VerifyKey[] {
    return matching(this.#keys, kid);
  }

  tend(): void {}
}

/** Times in milliseconds, by the gateway's clock, wherever its date is put. */
const minute = 60_000;
/** How long keys are fresh, whatever their publisher says. */
const fresh = { least: 5 * minute, most: 24 * 60 * minute, unsaid: 60 * minute };
/** When, of the time they are fresh, they are fetched anew, so that nobody waits for it. */
const ahead = 0.8;
/** An unknown `kid` makes it ask again no more often than this. */
const coolDownMs = 30_000;
/** After a failure it waits that long, and twice as long after each further one. */
const retryMs = { least: 1_000, most: 60_000 };

/** Whose keys are fetched, and how long they serve. */
export interface RemoteOptions {
  /** The issuer, whose own description says where its keys lie; '' when `jwksUri` does. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** How long keys serve on that could not be fetched anew, in milliseconds. */
  readonly hardCapMs: number;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly cells: Given['cells'];
}

/**
 * Keys that are fetched. They are fetched anew before they grow old, without anyone waiting for it; a token that
 * names an unknown one asks again, within a cool-down. While the issuer is away, known keys serve on, to a hard
 * cap. One look-up goes on at a time, whoever waits for it.
 */
export class RemoteKeys implements KeySet {
  readonly #options: RemoteOptions;
  #state: IssuerState;
  #keys: readonly VerifyKey[] = [];
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #freshMs = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #failing = '';
  #asking: Promise<void> | null = null;

  constructor(options: RemoteOptions) {
    this.#options = options;
    this.#state = stateOf(options);
  }

  /** Takes the memory that a reload has laid out. */
  adopt(options: RemoteOptions): void {
    this.#state = stateOf(options);
  }

  get failing(): string {
    return this.#failing;
  }

  candidates(kid: string): readonly VerifyKey[] | null | Promise<readonly VerifyKey[] | null> {
    const now = this.#options.clock.steady();
    this.tend();
    if (!this.#usable()) return this.#asking === null ? null : this.#after(this.#asking, kid);
    const found = matching(this.#keys, kid);
    if (found.length > 0) return found;
    // A key that is unknown may be a new one.
    if (this.#asking !== null) return this.#after(this.#asking, kid);
    return now - this.#askedAt >= coolDownMs ? this.#after(this.#ask(now), kid) : found;
  }

  tend(): void {
    const now = this.#options.clock.steady();
    if (now - this.#fetchedAt > this.#freshMs * ahead && this.#mayAsk(now)) void this.#ask(now);
  }

  #usable(): boolean {
    return this.#options.clock.steady() - this.#fetchedAt <= this.#freshMs + this.#options.hardCapMs;
  }

  async #after(asking: Promise<void>, kid: string): Promise<readonly VerifyKey[] | null> {
    await asking;
    return this.#usable() ? matching(this.#keys, kid) : null;
  }

  #mayAsk(now: number): boolean {
    if (this.#asking !== null) return false;
    const pause = Math.min(retryMs.most, retryMs.least * 2 ** (this.#failures - 1));
    return this.#failures === 0 || now - this.#askedAt >= pause;
  }

  /** Never rejects. */
  #ask(now: number): Promise<void> {
    this.#askedAt = now;
    this.#asking = this.#published()
      .then((published) => this.#take(published))
      .catch((fault: unknown) => {
        this.#failures++;
        this.#failing = fault instanceof Error ? fault.message : String(fault);
        this.#state.failed(this.#options.clock.now(), this.#failing);
      })
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  async #published(): Promise<Published> {
    const { issuer, jwksUri, fetch } = this.#options;
    return keysAt(jwksUri === '' ? (await described(issuer, fetch)).jwksUri : jwksUri, fetch);
  }

  #take({ keys, maxAgeMs }: Published): void {
    const found = publicKeys(keys);
    // An empty set is an issuer's mishap, and would lock everyone out.
    if (found.length === 0) throw new Error('the set of keys holds none that can be used');
    const before = new Map(this.#keys.map((key) => [key.print + key.kid, key]));
    this.#keys = found.map((key) => before.get(key.print + key.kid) ?? key);
    const held = new Set(this.#keys.map((key) => key.print));
    for (const key of before.values()) if (!held.has(key.print)) key.holds = false;
    this.#fetchedAt = this.#options.clock.steady();
    this.#freshMs = maxAgeMs < 0 ? fresh.unsaid : Math.max(fresh.least, Math.min(fresh.most, maxAgeMs));
    this.#failures = 0;
    this.#failing = '';
    this.#state.answered();
  }
}

const stateOf = ({ cells, issuer, jwksUri }: RemoteOptions): IssuerState =>
  new IssuerState(cells, 'keys', jwksUri === '' ? issuer : jwksUri);

function matching(keys: readonly VerifyKey[], kid: string): readonly VerifyKey[] {
  return kid === '' ? keys : keys.filter((key) => key.kid === kid);
}

/** Key sets by what they are fetched from; they outlive a reload, so that none asks every issuer again. */
const known = new WeakMap<Clock, Map<string, RemoteKeys>>();

/** The keys of an issuer, shared by all that name it. */
export function remoteKeys(options: RemoteOptions): RemoteKeys {
  const { clock, issuer, jwksUri, hardCapMs } = options;
  const sets = known.get(clock) ?? new Map<string, RemoteKeys>();
  known.set(clock, sets);
  const name = `${issuer} ${jwksUri} ${hardCapMs}`;
  const before = sets.get(name);
  if (before !== undefined) {
    before.adopt(options);
    return before;
  }
  // Issuers that a definition no longer names are forgotten, the oldest first.
  if (sets.size >= mostSets) sets.delete(sets.keys().next().value!);
  const made = new RemoteKeys(options);
  sets.set(name, made);
  return made;
}

const mostSets = 200;
