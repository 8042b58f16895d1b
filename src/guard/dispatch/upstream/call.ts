import { networkOf } from '../../../base/address.ts';
import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import type { Answer } from '../../../base/wire.ts';
import type { HeaderRules } from '../headers.ts';

/** What a call is carried out by: how long it may take, in milliseconds of the wall clock, and what comes back. */
export interface Terms {
  /** Until the head of the answer, once the whole request has been sent. */
  readonly answerMs: number;
  /** Between two pieces of the answer's body. */
  readonly stallMs: number;
  /** How many of the gateway's milliseconds pass in one of the wall clock. */
  readonly speed: number;
  /** What becomes of the answer's headers. */
  readonly back: HeaderRules;
}

/** What a connection works on: carried out for one call at a time. */
export interface Carrier {
  /** Ends the work on a call, and with it the connection. */
  abandon(call: Call, fault: Fault): void;
}

/** RFC 9110 9.2.2: asking these twice comes to the same as asking once. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** One request on its way to an HTTP server, until the head of its answer is there. */
export class Call {
  readonly x: Exchange;
  readonly method: string;
  /** The whole head, to be sent as latin1. */
  readonly head: string;
  readonly terms: Terms;
  /** By `performance.now()`: when it was made, and until when it may wait for a connection. */
  readonly startedAt: number;
  readonly waitUntil: number;
  readonly answer: Promise<Answer>;
  /** The body when all of it is here, null when there is none or it is still to be read off the wire. */
  readonly body: Buffer | null;
  readonly streams: boolean;
  /** Whoever works on it; null while it waits and when it is done. */
  carrier: Carrier | null = null;
  retried = false;
  settled = false;
  #network = '';
  #resolve!: (answer: Answer) => void;
  #reject!: (fault: unknown) => void;

  /** `body` stands in the place of the caller's; when it is given, nothing is read off the wire any more. */
  constructor(x: Exchange, method: string, head: string, terms: Terms, body?: Buffer) {
    this.x = x;
    this.method = method;
    this.head = head;
    this.terms = terms;
    this.startedAt = performance.now();
    this.waitUntil = this.startedAt + terms.answerMs;
    const whole = body ?? (x.prefixWhole ? x.prefix : null);
    this.body = whole !== null && whole.length > 0 ? whole : null;
    this.streams = body === undefined && !x.prefixWhole && x.wire.length !== 0;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.watch();
  }

  /** From here on, the client's going away ends the call. */
  watch(): void {
    this.x.wire.onAbort = () => this.abort();
  }

  /** Of its client. */
  get network(): string {
    if (this.#network === '') this.#network = networkOf(this.x.client);
    return this.#network;
  }

  /** Whether it may be sent a second time, on another connection, after the first was lost unanswered. */
  get repeatable(): boolean {
    return !this.retried && !this.streams && IDEMPOTENT.has(this.method);
  }

  resolve(answer: Answer): void {
    this.settled = true;
    this.#resolve(answer);
  }

  reject(fault: unknown): void {
    this.settled = true;
    this.#reject(fault);
  }

  /** The client has gone: nobody waits for the answer any more. */
  abort(): void {
    const fault = new Fault('client.aborted', 'client', 'the client went away before its answer');
    const { carrier } = this;
    if (carrier !== null) carrier.abandon(this, fault);
    else if (!this.settled) this.reject(fault);
  }
}
