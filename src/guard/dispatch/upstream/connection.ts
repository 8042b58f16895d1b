import type { Socket } from 'node:net';
import { type Departing, departs } from '../../../base/departures.ts';
import { Fault } from '../../../base/fault.ts';
import { answerHeaders } from './answer-headers.ts';
import type { Call, Carrier } from './call.ts';
import { ResponseBody, type Tap } from './response-body.ts';
import { keepAliveSeconds, type ResponseHead, UNTIL_CLOSE } from './response-head.ts';
import { ResponseReader } from './response-reader.ts';
import { Upload } from './upload.ts';

/** What a connection tells the pool it belongs to. */
export interface Owner {
  /** It has done its call and can take another. */
  release(connection: Connection): void;
  /** It is gone for good. */
  gone(connection: Connection): void;
  /** It was lost before the server said a word: the call may be made again, on a new connection. */
  retry(call: Call): void;
}

/** Milliseconds until a connection must stand, and for which an idle one is kept when the server says nothing. */
const CONNECT_MS = 10_000;
const IDLE_MS = 4_000;
const LONGEST_IDLE_MS = 60_000;

const IDLE = 0;
const HEAD = 1;
const BODY = 2;
const CLOSED = 3;

const NOTHING = Buffer.alloc(0);
/** The body of an answer that has none, but whose length is told (to HEAD). */
const unsent = { pull: (): null => null, drop(): void {} };

/** One connection to an HTTP server: carries one call after the other. */
export class Connection implements Carrier, Departing, Tap {
  /** By `performance.now()`: when it has waited long enough for what it waits for. */
  deadline = Number.POSITIVE_INFINITY;
  readonly #owner: Owner;
  readonly #socket: Socket;
  readonly #reader = new ResponseReader();
  /** True when what arrives lies in memory that the next read overwrites. */
  readonly #borrowed: boolean;
  #connected = false;
  #phase = IDLE;
  #served = 0;
  #idleMs = IDLE_MS;
  // Of the call under way.
  #call: Call | null = null;
  #upload: Upload | null = null;
  #body: ResponseBody | null = null;
  #reusable = false;

  constructor(owner: Owner, open: (receive: (bytes: Buffer) => void) => Socket, secure: boolean) {
    this.#owner = owner;
    this.#borrowed = !secure;
    const socket = open((bytes) => this.#receive(bytes));
    this.#socket = socket;
    socket.on(secure ? 'secureConnect' : 'connect', () => {
      this.#connected = true;
      if (this.#call !== null) this.deadline = this.#call.waitUntil;
    });
    socket.on('drain', () => this.#upload?.drained());
    socket.on('end', () => this.#lost(null));
    socket.on('error', (error: NodeJS.ErrnoException) => this.#lost(error));
    socket.on('close', () => this.#lost(null));
    // The clients' connections keep the process; one to a server, and an idle one at that, must not.
    socket.unref();
  }

  /** Of the client it works for; '' while it works for none. */
  get network(): string {
    return this.#call?.network ?? '';
  }

  /** Sends a request. */
  start(call: Call): void {
    this.#call = call;
    this.#phase = HEAD;
    call.carrier = this;
    this.#reader.begin(call.method);
    const { waitUntil } = call;
    this.deadline = this.#connected ? waitUntil : Math.min(waitUntil, performance.now() + CONNECT_MS);
    departs(this);
  }

  depart(): void {
    const call = this.#call;
    // Whoever asked may have gone meanwhile.
    if (call === null || this.#phase !== HEAD) return;
    const socket = this.#socket;
    if (call.body !== null) {
      socket.cork();
      socket.write(call.head, 'latin1');
      socket.write(call.body);
      socket.uncork();
      return;
    }
    socket.write(call.head, 'latin1');
    if (!call.streams) return;
    const upload = new Upload(call, socket);
    this.#upload = upload;
    upload.run().catch((fault) => {
      if (this.#call === call) this.#fail(fault);
    });
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (this.#phase === BODY) this.deadline = performance.now() + this.#call!.terms.stallMs;
    this.#socket.resume();
  }

  discard(): void {
    this.#close();
  }

  abandon(call: Call, fault: Fault): void {
    if (call === this.#call) this.#fail(fault);
  }

  /** Ends what has waited past its deadline. */
  sweep(now: number): void {
    if (now < this.deadline) return;
    if (this.#phase === IDLE) this.#close();
    else if (this.#phase === BODY) this.#sweepBody(now, this.#call!, this.#body!);
    else this.#sweepHead(now, this.#call!, this.#upload);
  }

  /** Whether whoever reads the answer lags: `ResponseBody.lags`. */
  lags(now: number, windowMs: number, least: number): boolean {
    return this.#phase === BODY && this.#body!.lags(now, windowMs, least);
  }

  /** Ends an answer whose reader lags, for the sake of those who wait. */
  displace(): void {
    this.#fail(
      new Fault('client.too-slow', 'client', 'the answer was read slowly, and others needed its connection'),
    );
  }

  #sweepBody(now: number, call: Call, body: ResponseBody): void {
    // A server that we have stopped owes nothing.
    if (body.paused) this.deadline = now + call.terms.stallMs;
    else this.#fail(timeout('stalled in the middle of its answer'));
  }

  #sweepHead(now: number, call: Call, upload: Upload | null): void {
    const { answerMs } = call.terms;
    if (!this.#connected && now < call.waitUntil) {
      this.#fail(new Fault('upstream.refused', 'upstream', `no connection within ${CONNECT_MS} ms`));
      return;
    }
    // The server's time begins when it has the whole request.
    const until = upload === null ? 0 : (upload.starved ? now : upload.movedAt) + answerMs;
    if (this.#connected && now < until) this.deadline = until;
    else this.#fail(timeout('did not answer in time'));
  }

  #receive(bytes: Buffer): void {
    if (this.#phase === HEAD) this.#receiveHead(this.#call!, bytes);
    else if (this.#phase === BODY) this.#receiveBody(this.#call!, this.#body!, bytes);
    // RFC 9112 9.3: what nobody asked for cannot be the answer to the next request.
    else if (this.#phase === IDLE) this.#close();
  }

  #receiveHead(call: Call, bytes: Buffer): void {
    const reader = this.#reader;
    const head = reader.readHead(bytes);
    if (head === null) return;
    if (typeof head === 'string') {
      this.#fail(malformed(head));
      return;
    }
    const now = performance.now();
    call.x.integrationStatus = head.status;
    call.x.integrationMs = (now - call.startedAt) * call.terms.speed;
    this.#reusable = head.keepAlive && head.length !== UNTIL_CLOSE;
    this.#idleMs = idleMs(keepAliveSeconds(head.headers));
    const first = reader.readRest();
    if (reader.flaw !== '') this.#fail(malformed(reader.flaw));
    else if (reader.done) this.#answerWhole(call, head, first, now);
    else this.#answerBegun(call, head, first, now);
  }

  /** All of the answer came at once: one buffer, and one write to the client. */
  #answerWhole(call: Call, head: ResponseHead, bytes: Buffer | null, now: number): void {
    const { status } = head;
    const toHead = call.method === 'HEAD';
    const headers = answerHeaders(head, !toHead && status !== 204 && status !== 304, call.terms.back);
    const body = bytes === null ? NOTHING : this.#own(bytes);
    this.#finish(now);
    if (toHead) call.resolve({ status, headers, body: unsent, length: head.declared });
    else call.resolve({ status, headers, body, length: body.length });
  }

  #answerBegun(call: Call, head: ResponseHead, first: Buffer | null, now: number): void {
    const body = new ResponseBody(this);
    if (first !== null) body.push(this.#own(first));
    this.#body = body;
    this.#phase = BODY;
    this.deadline = now + call.terms.stallMs;
    const { status, length } = head;
    call.resolve({
      status,
      headers: answerHeaders(head, true, call.terms.back),
      body,
      length: Math.max(length, -1),
    });
  }

  #receiveBody(call: Call, body: ResponseBody, bytes: Buffer): void {
    const reader = this.#reader;
    const now = performance.now();
    this.deadline = now + call.terms.stallMs;
    const part = reader.readBody(bytes);
    if (reader.flaw !== '') {
      this.#fail(malformed(reader.flaw));
      return;
    }
    if (part !== null) body.push(this.#own(part));
    if (!reader.done) return;
    body.end();
    this.#finish(now);
  }

  #own(bytes: Buffer): Buffer {
    return this.#borrowed ? Buffer.from(bytes) : bytes;
  }

  /** The answer is whole. The connection takes the next call, unless it cannot. */
  #finish(now: number): void {
    const uploaded = this.#upload === null || this.#upload.done;
    if (!this.#reusable || !uploaded || this.#reader.excess) {
      this.#close();
      return;
    }
    this.#leave();
    this.#served++;
    this.#phase = IDLE;
    this.deadline = now + this.#idleMs;
    this.#owner.release(this);
  }

  /** The answer will never be whole. Whoever waits for it, or for more of it, is told. */
  #fail(fault: unknown): void {
    const call = this.#call;
    const body = this.#body;
    this.#close();
    if (body !== null) body.fail(fault);
    else call?.reject(fault);
  }

  #close(): void {
    if (this.#phase === CLOSED) return;
    this.#phase = CLOSED;
    this.#leave();
    this.#socket.destroy();
    this.#owner.gone(this);
  }

  /** Parts from the call under way. */
  #leave(): void {
    const call = this.#call;
    if (call !== null) {
      call.carrier = null;
      call.x.wire.onAbort = null;
    }
    this.#upload?.stop();
    this.#call = null;
    this.#upload = null;
    this.#body = null;
  }

  /** The socket has ended, with an error or without. */
  #lost(error: NodeJS.ErrnoException | null): void {
    if (this.#phase === IDLE) this.#close();
    else if (this.#phase === HEAD) this.#lostHead(this.#call!, error);
    else if (this.#phase === BODY) this.#lostBody(this.#body!, error);
  }

  #lostHead(call: Call, error: NodeJS.ErrnoException | null): void {
    if (!this.#connected) {
      const why = error === null ? 'closed' : (error.code ?? error.message);
      this.#fail(new Fault('upstream.refused', 'upstream', `no connection: ${why}`, error ?? undefined));
    } else if (this.#served > 0 && !this.#reader.heard && call.repeatable) {
      // RFC 9112 9.3.1: an idle connection may close just as it is used; what is idempotent is asked again.
      call.retried = true;
      this.#close();
      call.watch();
      this.#owner.retry(call);
    } else this.#fail(lost('broke off before its answer', error));
  }

  #lostBody(body: ResponseBody, error: NodeJS.ErrnoException | null): void {
    if (error !== null || !this.#reader.endsWithConnection) {
      this.#fail(lost('broke off in the middle of its answer', error));
      return;
    }
    body.end();
    this.#close();
  }
}

const malformed = (flaw: string): Fault =>
  new Fault('upstream.malformed', 'upstream', `the response is malformed: ${flaw}`);
const timeout = (how: string): Fault => new Fault('upstream.timeout', 'upstream', `the server ${how}`);
const lost = (how: string, cause: Error | null): Fault =>
  new Fault('upstream.reset', 'upstream', `the server ${how}`, cause ?? undefined);

/** A second before the server would close it: RFC 9112 9.3.1 tells of the race, this avoids it. */
const idleMs = (seconds: number): number =>
  seconds < 0 ? IDLE_MS : Math.max(0, Math.min(seconds * 1000 - 1000, LONGEST_IDLE_MS));
