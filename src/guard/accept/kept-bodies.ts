import type { Clock } from '../../base/clock.ts';
import { Fault } from '../../base/fault.ts';
import type { RequestBody } from './request-body.ts';

/** How long a body may take to come, in milliseconds, before it gives way to others where there is no more room. */
const PATIENCE_MS = 5_000;
/** So many of those that began first are looked at for one that can give way. */
const LOOKED_AT = 64;

const slow = 'the body came slowly, and others needed its room';
const full = 'the bodies of other requests take all room';

/**
 * What the requests of a listener keep of bodies that somebody wants whole (web ACL, validation, function, signature).
 * Each has its own limit; here is the one of all together, so that many slow callers do not take all memory.
 */
export class KeptBodies {
  bytes = 0;
  readonly #most: number;
  readonly #clock: Clock;
  /** In the order they began, and when that was. */
  readonly #since = new Map<RequestBody, number>();

  /** `most`: bytes. */
  constructor(most: number, clock: Clock) {
    this.#most = most;
    this.#clock = clock;
  }

  /** So many bytes more of a body are kept. Throws a `Fault` when there is no room for them. */
  keep(body: RequestBody, bytes: number): void {
    if (body.kept === 0) this.#since.set(body, this.#now());
    body.kept += bytes;
    this.bytes += bytes;
    if (this.bytes <= this.#most || this.#makesRoom(body)) return;
    this.release(body);
    throw new Fault('gateway.busy', 'gateway', full);
  }

  /** Nobody needs it any more. */
  release(body: RequestBody): void {
    if (body.kept === 0) return;
    this.bytes -= body.kept;
    body.kept = 0;
    this.#since.delete(body);
  }

  /** Those give way that have been waited for the longest; whoever is being served has all it needs. */
  #makesRoom(newcomer: RequestBody): boolean {
    const now = this.#now();
    let looked = 0;
    for (const [body, since] of this.#since) {
      if (now - since < PATIENCE_MS || looked++ === LOOKED_AT) return false;
      if (body === newcomer || !body.awaited) continue;
      this.release(body);
      body.fail(new Fault('client.too-slow', 'client', slow));
      if (this.bytes <= this.#most) return true;
    }
    return false;
  }

  /** Of the wall clock. */
  #now(): number {
    return this.#clock.wall(this.#clock.steady());
  }
}
