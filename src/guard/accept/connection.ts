import type { Duplex } from 'node:stream';
import { Fault } from '../../base/fault.ts';
import type { RequestHead } from './head.ts';
import { HeadReader } from './head-reader.ts';
import type { KeptBodies } from './kept-bodies.ts';
import { FORGET_MS, HELD_BYTES, LINGER_MS } from './limits.ts';
import type { Newcomer } from './newcomers.ts';
import { Outlet } from './outlet.ts';
import type { Peer } from './peer.ts';
import { readPreface } from './proxy-protocol.ts';
import { own, receive } from './receive.ts';
import { RequestBody } from './request-body.ts';
import { type Link, RequestWire } from './request-wire.ts';
import type { Open, Shared } from './shared.ts';

// Waits for a request, or for the rest of its head; serves one; has answered it and reads off what is left of
// its body; has sent its last answer and lets the caller read it; is closed.
const WAITING = 0;
const SERVING = 1;
const DRAINING = 2;
const LINGERING = 3;
const GONE = 4;

/**
 * One connection, one request at a time and in order: while a request is served, what the caller sends
 * beyond it is held, one piece at most, and the socket is not read.
 */
export class Connection implements Link, Newcomer, Open {
  readonly out: Outlet;
  readonly #socket: Duplex;
  readonly #shared: Shared;
  readonly #peer: Peer;
  #state = WAITING;
  #preface: boolean;
  readonly #heads: HeadReader;
  /** What has been received and not read; lent while something arrives, and ours otherwise. */
  #rest: Buffer | null = null;
  #wire: RequestWire | null = null;
  /** When the present wait began: for a request, a head, bytes of a body, the caller's end. */
  #since: number;
  #advancing = false;
  /** Whether its first request has arrived; and whether that waits to be let in. */
  #entered = false;
  #outside = false;
  #paused = false;
  /** Whether the caller has sent its last byte; and whether all that we had to send has left. */
  #ended = false;
  #flushed = false;

  /** `preface`: whether one of the PROXY protocol comes first. */
  constructor(socket: Duplex, shared: Shared, peer: Peer, preface: boolean) {
    this.#socket = socket;
    this.#shared = shared;
    this.out = new Outlet(socket, shared);
    this.#peer = peer;
    this.#heads = new HeadReader(shared.limits);
    this.#preface = preface;
    this.#since = shared.now;
    shared.connections.add(this);
    receive(socket, (bytes) => this.#receive(bytes));
    socket.on('drain', () => this.#drain());
    socket.on('end', () => this.#end());
    socket.on('error', () => this.#close());
    socket.on('close', () => this.#close());
    // The protocol's own rule (proxy-protocol.txt 5): whoever is not a known proxy must not say who it is.
    if (this.#preface && !peer.trusted) this.cut();
  }

  get lasting(): boolean {
    return !this.#shared.closing && (!this.#ended || this.#rest !== null);
  }

  get kept(): KeptBodies {
    return this.#shared.kept;
  }

  get strictTransport(): string {
    return this.#peer.secured ? this.#shared.strictTransport : '';
  }

  #receive(chunk: Buffer): void {
    switch (this.#state) {
      case WAITING:
        if (this.out.full || this.#outside) this.#hold(chunk);
        else if (!this.#enters()) this.#rest = own(chunk);
        else {
          this.#rest = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
          this.#advance();
          if (this.#rest !== null) this.#rest = own(this.#rest);
        }
        return;
      case SERVING:
      case DRAINING:
        this.#receiveBody(own(chunk));
    }
  }

  #enters(): boolean {
    if (this.#entered) return true;
    this.#entered = true;
    this.#outside = !this.#shared.newcomers.admits(this);
    return !this.#outside;
  }

  enter(): void {
    this.#outside = false;
    if (this.#state === WAITING) this.#proceed();
  }

  /** Serves requests as long as whole ones are there and each is answered at once. */
  #advance(): void {
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#state === WAITING && this.#rest !== null && !this.out.full && this.#readRequest());
    this.#advancing = false;
    if (this.#state === WAITING && this.#ended) this.#linger();
  }

  /** Reads the next request from what is there and serves it; false when more is needed. */
  #readRequest(): boolean {
    if (this.#preface) return this.#readPreface();
    const heads = this.#heads;
    let buffer = this.#rest!;
    if (heads.skips(buffer)) {
      this.#rest = buffer.length === 2 ? null : buffer.subarray(2);
      if (this.#rest === null) return false;
      buffer = this.#rest;
    }
    const { begun } = heads;
    const head = heads.read(buffer);
    if (head === null) {
      if (!begun) this.#since = this.#shared.now;
      return false;
    }
    const { bytes } = heads;
    this.#rest = bytes < buffer.length && head.code === '' ? buffer.subarray(bytes) : null;
    this.#begin(head, bytes);
    return true;
  }

  #readPreface(): boolean {
    const preface = readPreface(this.#rest!);
    if (preface === 'more') return false;
    if (preface === 'flawed') {
      this.cut();
      return false;
    }
    this.#preface = false;
    this.#rest = preface.used < this.#rest!.length ? this.#rest!.subarray(preface.used) : null;
    this.#peer.adopt(preface);
    return true;
  }

  #begin(head: RequestHead, headBytes: number): void {
    const shared = this.#shared;
    const body = head.length === 0 || head.code !== '' ? null : new RequestBody(head.length, shared.limits);
    const wire = new RequestWire(this, head, body);
    this.#wire = wire;
    this.#state = SERVING;
    this.#since = shared.now;
    if (body !== null && this.#rest !== null) {
      const rest = own(this.#rest);
      const used = body.take(rest);
      this.#rest = used < rest.length && body.fault === null ? rest.subarray(used) : null;
    }
    const x = this.#peer.exchange(head, headBytes, wire, shared);
    if (body !== null && this.#ended && !body.done) this.#breakBody(body);
    try {
      shared.serve(x);
    } catch {
      this.cut();
    }
    if (this.#state === SERVING && (this.#rest !== null || (body !== null && body.held > HELD_BYTES))) {
      this.#pause();
    }
  }

  #receiveBody(chunk: Buffer): void {
    const { body } = this.#wire!;
    if (body === null || (body.done && body.fault === null)) {
      this.#hold(chunk);
      return;
    }
    if (body.fault !== null) return;
    if (this.#state === SERVING) this.#since = this.#shared.now;
    const used = body.take(chunk);
    if (body.fault !== null && this.#state === DRAINING) {
      this.#linger();
      return;
    }
    if (used < chunk.length && body.fault === null) this.#hold(chunk.subarray(used));
    else if (body.held > HELD_BYTES) this.#pause();
    if (this.#state === DRAINING && body.done) this.#next();
  }

  #hold(chunk: Buffer): void {
    this.#rest = this.#rest === null ? own(chunk) : Buffer.concat([this.#rest, chunk]);
    this.#pause();
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#socket.pause();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#socket.resume();
  }

  wanted(): void {
    const body = this.#wire?.body;
    if (body?.awaited) this.#since = this.#shared.now;
    if (this.#rest === null && body != null && body.held <= HELD_BYTES) this.#resume();
  }

  finished(persist: boolean): void {
    if (this.#state !== SERVING) return;
    this.#wire?.release();
    const body = this.#wire?.body ?? null;
    if (!persist || this.#shared.closing) this.#linger();
    else if (body === null || body.done) this.#next();
    else {
      this.#state = DRAINING;
      this.#since = this.#shared.now;
      body.drop();
      this.#resume();
    }
  }

  /** Goes on to the next request. */
  #next(): void {
    this.#wire = null;
    this.#state = WAITING;
    this.#since = this.#shared.now;
    if (this.#advancing) return;
    if (this.#rest === null) this.#resume();
    // What was answered just now is recorded first, and a long pipeline makes no deep stack.
    else queueMicrotask(() => this.#proceed());
    if (this.#ended && this.#rest === null) this.#linger();
  }

  #proceed(): void {
    this.#advance();
    if (!this.out.full && (this.#state === WAITING || this.#rest === null)) this.#resume();
  }

  /** Ends after the last answer: what the caller still sends is read and thrown away, so that no reset overtakes it. */
  #linger(): void {
    if (this.#state >= LINGERING) return;
    this.#state = LINGERING;
    this.#since = this.#shared.now;
    this.#wire = null;
    this.#rest = null;
    this.#resume();
    this.#socket.end(() => {
      this.#flushed = true;
      this.#since = this.#shared.now;
    });
  }

  #drain(): void {
    this.out.drain();
    if (this.#state === WAITING && !this.out.full) this.#proceed();
  }

  #end(): void {
    this.#ended = true;
    const body = this.#wire?.body ?? null;
    if (this.#state === WAITING && !this.out.full && !this.#outside) this.#linger();
    else if (this.#state === DRAINING) this.#linger();
    else if (this.#state === SERVING && body !== null && !body.done) this.#breakBody(body);
  }

  #breakBody(body: RequestBody): void {
    body.fail(new Fault('client.aborted', 'client', 'the body broke off'));
  }

  cut(): void {
    // What was answered before is still sent.
    this.out.depart();
    this.#socket.destroy();
    this.#close();
  }

  #close(): void {
    if (this.#state === GONE) return;
    const wire = this.#wire;
    this.#state = GONE;
    this.#wire = null;
    this.#rest = null;
    this.#shared.connections.delete(this);
    wire?.abort();
    this.out.close();
    if (!this.#socket.destroyed) this.#socket.destroy();
  }

  retire(idleMs: number): boolean {
    const idle = this.#state === WAITING && this.#rest === null && !this.out.full;
    if (!idle || this.#shared.now - this.#since < idleMs) return false;
    this.cut();
    return true;
  }

  sweep(): void {
    const { limits, now } = this.#shared;
    const quiet = now - this.#since;
    if (this.out.full && now - this.out.fullSince > limits.sendTimeoutMs) {
      this.cut();
      return;
    }
    switch (this.#state) {
      case WAITING:
        if (this.out.full) return;
        if (this.#preface || this.#rest === null) {
          if (quiet > FORGET_MS) {
            this.#heads.forget();
            this.#peer.forget();
          }
          if (quiet > (this.#preface ? limits.headTimeoutMs : limits.idleTimeoutMs)) this.cut();
        } else if (quiet > limits.headTimeoutMs) this.#tooSlow();
        return;
      case SERVING: {
        const body = this.#wire?.body;
        if (body?.trickles(now) || (body?.awaited && quiet > limits.bodyTimeoutMs)) {
          body.fail(new Fault('client.too-slow', 'client', 'the body stalled'));
        }
        return;
      }
      case DRAINING:
        if (quiet > LINGER_MS) this.#linger();
        return;
      default:
        if (quiet > (this.#flushed ? LINGER_MS : limits.sendTimeoutMs)) this.cut();
    }
  }

  #tooSlow(): void {
    const bytes = this.#rest?.length ?? 0;
    const head = this.#heads.giveUp(this.#rest);
    this.#rest = null;
    this.#begin(head, bytes);
  }
}
