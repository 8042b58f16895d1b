import { X509Certificate } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import type { AcmeTerms, Domain } from '../../../define/model/domain.ts';
import { Challenges, challengeCells } from '../../../guard/decide/tls/tls.ts';
import type { ProcessLog } from '../../supervise/process-log.ts';
import type { Identity } from '../issue.ts';
import { Accounts } from './accounts.ts';
import { KeptCertificates } from './kept-certificates.ts';
import { order } from './order.ts';
import { onErrand, Postponed } from './transport.ts';

/** How a domain stands with its authority. */
export interface Standing {
  readonly domain: string;
  readonly directory: string;
  /** `development`: it has none yet, and shows one made here. */
  readonly state: 'development' | 'in-force' | 'expired';
  /** ISO 8601; '' while there is none. */
  readonly notAfter: string;
  /** When it is asked for next, ISO 8601; '' while it is being asked for. */
  readonly next: string;
  /** Attempts in a row that failed, and why the last one did; 0 and ''. */
  readonly failures: number;
  readonly problem: string;
}

/** A domain whose certificate comes from an authority. */
interface Watched {
  readonly name: string;
  readonly terms: AcmeTerms;
  readonly kept: KeptCertificates;
  readonly stop: AbortController;
  identity: Identity | null;
  /** Milliseconds since the epoch, by the clock that was handed in. */
  notAfter: number;
  due: number;
  busy: boolean;
  failures: number;
  problem: string;
}

/** How often it is looked whether something is due, in wall-clock milliseconds. */
const LOOK_MS = 250;
/** Certificates that are asked for at once. */
const MOST_AT_ONCE = 4;
/** One attempt, from the order to the certificate, in wall-clock milliseconds. */
const ATTEMPT_MS = 180_000;

// Let's Encrypt takes five failed attempts an hour for a name.
const FIRST_PAUSE_MS = 300_000;
const LONGEST_PAUSE_MS = 12 * 3_600_000;
/** While an authority cannot be reached, nothing is counted against us. */
const FIRST_PAUSE_UNREACHED_MS = 30_000;
const LONGEST_PAUSE_UNREACHED_MS = 3_600_000;
/** Whatever a certificate says of its life, it is not asked for again before this. */
const LEAST_LIFE_MS = 300_000;

/** Asks authorities for certificates, ahead of their end, never twice at a time for one domain. */
export class Renewals {
  readonly #data: string;
  readonly #clock: Clock;
  readonly #log: ProcessLog;
  readonly #accounts = new Accounts();
  readonly #watched = new Map<string, Watched>();
  readonly #closing = new AbortController();
  #challenges: Challenges | null = null;
  #ready: () => boolean = () => false;
  #changed: () => void = () => {};
  #timer: NodeJS.Timeout | null = null;

  /** `data` is the data folder. */
  constructor(data: string, clock: Clock, log: ProcessLog) {
    this.#data = data;
    this.#clock = clock;
    this.#log = log;
  }

  /** From now on asks whenever `ready` says that challenges are answered; `changed` hears of every certificate. */
  begin(ready: () => boolean, changed: () => void): void {
    this.#ready = ready;
    this.#changed = changed;
  }

  /** Looks after the domains of a definition, and no others; its challenges lie in `cells`. */
  follow(domains: readonly Domain[], cells: ReadonlyMap<string, SharedArrayBuffer>): void {
    const wanted = new Set<string>();
    for (const { name, acme } of domains) {
      if (acme === undefined) continue;
      const id = idOf(name, acme);
      wanted.add(id);
      if (!this.#watched.has(id)) this.#watched.set(id, this.#watch(name, acme));
    }
    for (const [id, one] of this.#watched) {
      if (wanted.has(id)) continue;
      one.stop.abort();
      this.#watched.delete(id);
    }
    const memory = cells.get(challengeCells.id);
    this.#challenges = memory === undefined ? null : new Challenges(memory);
    if (this.#watched.size > 0) this.#timer ??= setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** What a domain shows; null while there is none. */
  identity({ name, acme }: Domain): Identity | null {
    return acme === undefined ? null : (this.#watched.get(idOf(name, acme))?.identity ?? null);
  }

  get standings(): readonly Standing[] {
    const now = this.#clock.now();
    return [...this.#watched.values()].map(({ name, terms, identity, notAfter, busy, due, ...one }) => ({
      domain: name,
      directory: terms.directory,
      state: identity === null ? 'development' : notAfter > now ? 'in-force' : 'expired',
      notAfter: identity === null ? '' : new Date(notAfter).toISOString(),
      next: busy ? '' : new Date(Math.max(due, now)).toISOString(),
      failures: one.failures,
      problem: one.problem,
    }));
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#closing.abort();
    for (const { stop } of this.#watched.values()) stop.abort();
  }

  #watch(name: string, terms: AcmeTerms): Watched {
    const kept = new KeptCertificates(this.#data, terms.directory);
    const stop = new AbortController();
    const one: Watched = {
      ...{ name, terms, kept, stop },
      ...{ identity: null, notAfter: 0, due: 0, busy: false, failures: 0, problem: '' },
    };
    this.#take(one, kept.identity(name));
    one.due = Math.max(one.due, kept.waitUntil(name));
    if (one.identity === null)
      this.#log.info(`${name} shows a development certificate until ${terms.directory} has given one`);
    return one;
  }

  /** A third of its life before its end it is asked for again; not all in one moment. */
  #take(one: Watched, identity: Identity | null): void {
    if (identity === null) return;
    const { validFromDate, validToDate } = new X509Certificate(identity.certificate);
    const life = validToDate.getTime() - validFromDate.getTime();
    one.identity = identity;
    one.notAfter = validToDate.getTime();
    one.due = one.notAfter - life / 3 - (Math.random() * life) / 60;
  }

  /** Asks for whatever is due. By itself, several times a second. */
  look(): void {
    const challenges = this.#challenges;
    if (challenges === null || this.#closing.signal.aborted || !this.#ready()) return;
    const now = this.#clock.now();
    let busy = 0;
    for (const one of this.#watched.values()) if (one.busy) busy++;
    for (const one of this.#watched.values()) {
      if (busy >= MOST_AT_ONCE) return;
      if (one.busy || now < one.due) continue;
      busy++;
      one.busy = true;
      void this.#renew(one, challenges).finally(() => {
        one.busy = false;
      });
    }
  }

  async #renew(one: Watched, challenges: Challenges): Promise<void> {
    const { name, terms, kept, stop } = one;
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(ATTEMPT_MS)]);
    try {
      const account = await this.#accounts.with(terms, kept, this.#closing.signal);
      const { library, client, authorities } = account;
      const wanted = { name, challenges, signal, nowMs: this.#clock.now() };
      const identity = await onErrand({ authorities, signal }, () => order(library, client, wanted));
      kept.keep(name, identity);
      const first = one.identity === null;
      this.#take(one, identity);
      one.due = Math.max(one.due, this.#clock.now() + LEAST_LIFE_MS);
      one.failures = 0;
      one.problem = '';
      const until = new Date(one.notAfter).toISOString();
      this.#log.info(`${name}: ${first ? 'obtained' : 'renewed'} its certificate, good until ${until}`);
      this.#changed();
    } catch (fault) {
      if (stop.signal.aborted) return;
      this.#failed(one, signal.aborted ? new Error('it took too long') : (fault as Error));
    }
  }

  #failed(one: Watched, fault: Error): void {
    const { name, terms, kept } = one;
    this.#accounts.forget(terms);
    one.failures++;
    one.problem = plain(fault.message);
    const pauseMs = pauseOf(fault, one.failures);
    const now = this.#clock.now();
    one.due = now + pauseMs;
    const said = fault instanceof Postponed ? fault.afterMs : 0;
    try {
      // Who starts anew must not ask before its time either.
      if (said > 0) kept.wait(name, now + said);
    } catch (unkept) {
      this.#log.error({ err: unkept }, `${name}: how long its authority is not to be asked cannot be kept`);
    }
    const shown =
      one.identity === null ? 'a development certificate is shown' : 'the one it has stays in force';
    const next = new Date(one.due).toISOString();
    this.#log.error(
      `${name}: no certificate from ${terms.directory}: ${one.problem}; ${shown}; next attempt at ${next}`,
    );
  }
}

const idOf = (name: string, terms: AcmeTerms): string => JSON.stringify([name, terms]);

/** Twice as long with every failure; never before the authority wants it, and not with everybody else in one moment. */
function pauseOf(fault: Error, failures: number): number {
  const unreached = fault instanceof Postponed;
  const first = unreached ? FIRST_PAUSE_UNREACHED_MS : FIRST_PAUSE_MS;
  const longest = unreached ? LONGEST_PAUSE_UNREACHED_MS : LONGEST_PAUSE_MS;
  const doubled = Math.min(first * 2 ** Math.min(failures - 1, 20), longest);
  const least = unreached ? fault.afterMs : 0;
  return Math.max(doubled, least) * (1 + Math.random() / 5);
}

/** An authority's words in one line of a log. */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, 300)
    .trim() || 'it does not say why';
