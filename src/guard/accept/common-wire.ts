import { Fault } from '../../base/fault.ts';
import type { RequestIds } from '../../base/request-id.ts';
import type { Source, Wire } from '../../base/wire.ts';
import type { RequestHead } from './head.ts';
import type { KeptBodies } from './kept-bodies.ts';
import type { RequestBody } from './request-body.ts';

/** An answer that streams, as it was asked for. */
export interface Streamed {
  readonly status: number;
  readonly headers: readonly string[];
  /** In bytes; -1 when it is not known. */
  readonly length: number;
  readonly ids: RequestIds | undefined;
}

/**
 * What the wires of both protocols have in common: the body of the request, and an answer that streams until it is
 * whole, its source breaks, or the caller is gone.
 */
export abstract class CommonWire implements Wire {
  readonly length: number;
  readonly body: RequestBody | null;
  onAbort: (() => void) | null = null;
  answered = false;
  aborted = false;
  sentBytes = 0;
  sentBodyBytes = 0;
  protected readonly headOnly: boolean;
  readonly #kept: KeptBodies;
  /** Whether nothing of the body is kept from now on. */
  #over = false;
  #expects: boolean;
  #source: Source | null = null;
  #break: ((fault: Fault) => void) | null = null;

  constructor(head: RequestHead, body: RequestBody | null, kept: KeptBodies) {
    this.length = head.length;
    this.body = body;
    this.headOnly = head.method === 'HEAD';
    this.#kept = kept;
    this.#expects = head.expects;
  }

  abstract send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void;
  abstract cut(): void;
  /** Tells a caller that waits for it to send the body (100 Continue). */
  protected abstract goOn(): void;
  /** More of the body may be read. */
  protected abstract flow(): void;
  /** Sends the head, and what the source gives until its end. */
  protected abstract pump(answer: Streamed, body: Source): Promise<void>;

  get receivedBytes(): number {
    return this.body === null ? 0 : this.body.received;
  }

  /** Whether the caller still waits to be told to send the body. */
  protected get expects(): boolean {
    return this.#expects;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    if (this.body === null) return this.aborted ? Promise.reject(gone()) : null;
    if (this.#expects && !this.answered && !this.aborted) {
      this.#expects = false;
      if (this.body.received === 0) this.goOn();
    }
    const next = this.body.pull();
    this.flow();
    return next;
  }

  keep(bytes: number): void {
    if (this.body !== null && !this.#over) this.#kept.keep(this.body, bytes);
  }

  /** Called when the answer is whole, or never will be: what was kept of the body is needed no longer. */
  release(): void {
    this.#over = true;
    if (this.body !== null) this.#kept.release(this.body);
  }

  drop(): void {
    this.body?.drop();
    this.flow();
  }

  stream(
    status: number,
    headers: readonly string[],
    length: number,
    body: Source,
    ids?: RequestIds,
  ): Promise<void> {
    if (this.aborted) {
      body.drop();
      return Promise.reject(gone());
    }
    return new Promise((resolve, reject) => {
      // The promise breaks as soon as the caller is gone, even if the source never answers its last pull.
      this.#source = body;
      this.#break = reject;
      this.pump({ status, headers, length, ids }, body).then(resolve, (fault) => {
        this.#source = null;
        body.drop();
        reject(fault);
      });
    });
  }

  /** The source has given all there is. */
  protected ended(): void {
    this.#source = null;
  }

  /** Counts bytes of a body whose length, where it is not -1, has been declared. Throws when they are too many. */
  protected count(bytes: number, length: number): void {
    this.sentBodyBytes += bytes;
    if (length >= 0 && this.sentBodyBytes > length) throw misjudged('longer');
  }

  /** Throws when fewer bytes than declared have been sent. */
  protected checkWhole(length: number): void {
    if (length >= 0 && this.sentBodyBytes < length) throw misjudged('shorter');
  }

  /** Throws when an answer has begun, or cannot have this status. */
  protected checkBegin(status: number, highest: number): void {
    if (this.answered) throw new Fault('gateway.bug', 'gateway', 'the request has been answered already');
    if (!Number.isInteger(status) || status < 200 || status > highest) {
      throw new Fault('gateway.bug', 'gateway', `${status} cannot be the status of an answer`);
    }
  }

  /** Called by its connection when the caller is gone before its answer was whole. */
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.release();
    const fault = gone();
    this.body?.fail(fault);
    this.#source?.drop();
    this.#source = null;
    this.#break?.(fault);
    this.onAbort?.();
  }
}

export const gone = (): Fault => new Fault('client.aborted', 'client', 'the caller went away');

const misjudged = (how: string): Fault =>
  new Fault('upstream.malformed', 'upstream', `the answer is ${how} than the length it declared`);
