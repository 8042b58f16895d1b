import { Fault } from '../../../base/fault.ts';
import type { Call } from './call.ts';
import { Connection, type Owner } from './connection.ts';
import type { Origin } from './origin.ts';
import { SecureOpener } from './secure-opener.ts';
import { openPlain } from './sockets.ts';
import { type TlsTerms, USUAL_TERMS } from './tls-terms.ts';
import { WaitingLine } from './waiting-line.ts';

/** Connections to one server, and calls that may wait for one, both per worker. */
export interface PoolLimits {
  readonly connections: number;
  readonly waiting: number;
  /** Connections beyond those, one for each client that has none: whoever has all the others keeps nobody out. */
  readonly spare?: number;
  /**
   * Where calls wait, an answer whose reader takes fewer bytes than these within this time, while the server waits for them, is
   * broken off.
   */
  readonly slow?: { readonly windowMs: number; readonly bytes: number };
}

const LIMITS: PoolLimits = { connections: 256, waiting: 1024, spare: 32 };
/** 16 KB a second, twice as much as the slowest telephones read: any number of such readers may hold what nobody waits for. */
const SLOW = { windowMs: 5_000, bytes: 81_920 } as const;
/** Bounds of the interval, in milliseconds, at which deadlines are looked at. */
const SHORTEST_SWEEP_MS = 5;
const LONGEST_SWEEP_MS = 250;

/** The connections of this worker to one server. The one used last is used next, so that spare ones fall idle and close. */
export class Pool implements Owner {
  readonly #limits: PoolLimits;
  readonly #open: () => Connection;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #waiting: WaitingLine;
  #timer: NodeJS.Timeout | null = null;
  #sweepMs = LONGEST_SWEEP_MS;

  /** `terms`: of a server that is spoken to over TLS. */
  constructor(origin: Origin, limits = LIMITS, terms = USUAL_TERMS) {
    this.#limits = limits;
    this.#waiting = new WaitingLine(limits.waiting);
    const secure = origin.secure ? new SecureOpener(origin, terms) : null;
    this.#open =
      secure === null
        ? () => new Connection(this, (receive) => openPlain(origin, receive), false)
        : () => new Connection(this, (receive) => secure.open(receive), true);
  }

  /** Connections that stand or are being made. */
  get size(): number {
    return this.#all.size;
  }

  /** Takes a call on: its answer, or the fault that ended it, is its promise. */
  submit(call: Call): void {
    this.#watch(call);
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.deadline > call.startedAt) {
        idle.start(call);
        return;
      }
      idle.sweep(call.startedAt);
    }
    const { connections, spare = 0 } = this.#limits;
    const { size } = this.#all;
    if (size < connections || (size < connections + spare && !this.#holders().has(call.network)))
      this.#connect(call);
    else {
      const displaced = this.#waiting.add(call);
      displaced?.reject(new Fault('upstream.busy', 'gateway', 'too many requests wait for this server'));
    }
  }

  release(connection: Connection): void {
    const isSpare = this.#all.size > this.#limits.connections;
    const call = this.#waiting.next(isSpare ? this.#holders() : undefined);
    if (call !== null) connection.start(call);
    else if (isSpare) connection.discard();
    else this.#idle.push(connection);
  }

  gone(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.lastIndexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
    const isSpare = this.#all.size >= this.#limits.connections;
    const call = this.#waiting.next(isSpare ? this.#holders() : undefined);
    if (call !== null) this.#connect(call);
  }

  retry(call: Call): void {
    this.#connect(call);
  }

  /** Closes what is idle; calls under way go on. */
  close(): void {
    for (const connection of [...this.#idle]) connection.discard();
  }

  #connect(call: Call): void {
    let connection: Connection;
    try {
      connection = this.#open();
    } catch (fault) {
      // A certificate that should be shown, or trusted, is not there or is none.
      const because = fault instanceof Error ? fault.message : String(fault);
      call.reject(new Fault('upstream.refused', 'upstream', `no connection: ${because}`));
      return;
    }
    this.#all.add(connection);
    connection.start(call);
  }

  /** The clients that a connection works for. */
  #holders(): Set<string> {
    const holders = new Set<string>();
    for (const { network } of this.#all) if (network !== '') holders.add(network);
    return holders;
  }

  #watch(call: Call): void {
    const { answerMs, stallMs } = call.terms;
    const wanted = Math.min(LONGEST_SWEEP_MS, Math.max(SHORTEST_SWEEP_MS, Math.min(answerMs, stallMs) / 8));
    if (this.#timer !== null && wanted >= this.#sweepMs) return;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#sweepMs = wanted;
    this.#timer = setInterval(() => this.#sweep(), wanted);
    this.#timer.unref();
  }

  /** Slow readers hold no connection that others wait for: as many are shown out as wait. */
  #displace(now: number): void {
    const { windowMs, bytes } = this.#limits.slow ?? SLOW;
    let wanted = this.#all.size < this.#limits.connections ? 0 : this.#waiting.length;
    for (const connection of [...this.#all]) {
      if (!connection.lags(now, windowMs, bytes) || wanted <= 0) continue;
      wanted--;
      connection.displace();
    }
  }

  /** One timer for all deadlines: one for each call would cost more than the call's own bookkeeping. */
  #sweep(): void {
    const now = performance.now();
    for (const connection of this.#all) connection.sweep(now);
    this.#displace(now);
    for (const call of this.#waiting.expired(now))
      call.reject(new Fault('upstream.timeout', 'upstream', 'no connection to the server came free in time'));
    if (this.#all.size > 0 || this.#waiting.length > 0) return;
    clearInterval(this.#timer!);
    this.#timer = null;
    this.#sweepMs = LONGEST_SWEEP_MS;
  }
}

const pools = new Map<string, Pool>();

/** The pool of a server in this worker: one for equal terms, whatever generation of the definition asks for it. */
export function poolOf(origin: Origin, terms: TlsTerms): Pool {
  const key = origin.secure ? `${origin.key} ${terms.key}` : origin.key;
  let pool = pools.get(key);
  if (pool === undefined) {
    pool = new Pool(origin, LIMITS, terms);
    pools.set(key, pool);
  }
  return pool;
}
