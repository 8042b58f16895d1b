import {
  constants,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { Fault } from '../../../base/fault.ts';
import { FORGET_MS, HELD_BYTES, LINGER_MS } from '../limits.ts';
import type { Peer } from '../peer.ts';
import { PlainBody, RequestBody } from '../request-body.ts';
import type { Open, Shared } from '../shared.ts';
import { streamHead } from './stream-head.ts';
import { StreamWire } from './stream-wire.ts';

/** Requests under way on one connection: RFC 9113 6.5.2 asks for a hundred at least. */
const STREAMS = 100;
/** How long a connection that is cut may take to tell its caller why. */
const LAST_WORD_MS = 1_000;

/** One connection of HTTP/2 (RFC 9113), many requests at a time. */
export class Http2Connection implements Open {
  readonly #session: ServerHttp2Session;
  readonly #socket: Duplex;
  readonly #shared: Shared;
  readonly #peer: Peer;
  readonly #streams = new Map<ServerHttp2Stream, StreamWire>();
  /** Since when no request is under way. */
  #since: number;
  /** Since when it takes no further request; -1: it does. */
  #leavingSince = -1;
  #gone = false;

  constructor(socket: Duplex, shared: Shared, peer: Peer) {
    this.#socket = socket;
    this.#shared = shared;
    this.#peer = peer;
    this.#since = shared.now;
    shared.connections.add(this);
    const { limits } = shared;
    const session = performServerHandshake(socket, {
      maxSessionMemory: 4,
      maxHeaderListPairs: limits.headerLines + 8,
      maxOutstandingPings: 4,
      // CVE-2023-44487: whoever opens streams to reset them at once is shown out.
      streamResetBurst: 200,
      streamResetRate: 20,
      settings: {
        enablePush: false,
        maxConcurrentStreams: STREAMS,
        maxHeaderListSize: limits.headerBytes + limits.targetBytes,
        initialWindowSize: HELD_BYTES,
      },
    });
    this.#session = session;
    session.on('stream', (stream, _headers, flags, raw) => {
      this.#open(stream, raw as unknown as string[], (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0);
    });
    session.on('error', () => this.cut());
    session.on('close', () => this.#close());
    // Whoever has ended its side opens no window any more: what waits for one would wait for good.
    socket.on('end', () => this.cut());
    socket.on('error', () => this.cut());
    socket.on('close', () => this.#close());
  }

  #open(stream: ServerHttp2Stream, raw: readonly string[], ended: boolean): void {
    const shared = this.#shared;
    const head = streamHead(raw, ended, shared.limits);
    const none = ended || head.length === 0 || head.code !== '';
    const body = none ? null : new RequestBody(head.length, shared.limits, new PlainBody());
    const wire = new StreamWire(stream, head, body, shared);
    this.#streams.set(stream, wire);
    stream.on('error', () => {});
    stream.on('aborted', () => wire.abort());
    stream.on('close', () => this.#closed(stream, wire));
    if (body !== null) this.#receive(stream, body);
    const headBytes = raw.reduce((sum, text) => sum + text.length + 2, 0);
    const x = this.#peer.exchange(head, headBytes, wire, shared, 'HTTP/2.0');
    try {
      shared.serve(x);
    } catch {
      wire.cut();
    }
  }

  #receive(stream: ServerHttp2Stream, body: RequestBody): void {
    stream.on('data', (chunk: Buffer) => {
      body.take(chunk);
      if (body.fault !== null || body.held > HELD_BYTES) stream.pause();
    });
    stream.on('end', () => body.end());
  }

  #closed(stream: ServerHttp2Stream, wire: StreamWire): void {
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#since = this.#shared.now;
    if (!wire.whole) wire.abort();
    if (this.#shared.closing && this.#streams.size === 0) this.#session.close();
  }

  retire(idleMs: number): boolean {
    if (this.#streams.size > 0 || this.#shared.now - this.#since < idleMs) return false;
    // GOAWAY: what the caller has sent meanwhile it knows that nobody has looked at.
    this.#leave();
    if (!this.#shared.closing) {
      // Its place is needed now, whether or not the caller ends its side.
      this.#socket.destroy();
      this.#close();
    }
    return true;
  }

  sweep(): void {
    const { limits, now, closing } = this.#shared;
    const idle = this.#streams.size === 0;
    if (closing || (idle && now - this.#since > limits.idleTimeoutMs)) this.#leave();
    // A caller need not end its side, nor take what was last said to it.
    if (idle && this.#leavingSince >= 0 && now - Math.max(this.#since, this.#leavingSince) > LINGER_MS) {
      this.cut();
      return;
    }
    if (idle && now - this.#since > FORGET_MS) this.#peer.forget();
    for (const wire of this.#streams.values()) {
      if (wire.fullSince >= 0 && now - wire.fullSince > limits.sendTimeoutMs) wire.cut();
      else if (wire.body?.trickles(now))
        wire.body.fail(new Fault('client.too-slow', 'client', 'the body stalled'));
    }
  }

  /** Takes no further request, and ends when those under way have their answers. */
  #leave(): void {
    if (this.#leavingSince < 0) this.#leavingSince = this.#shared.now;
    if (!this.#session.closed) this.#session.close();
  }

  cut(): void {
    this.#session.destroy();
    this.#close();
    // The session waits until what it said last was taken; whoever takes nothing would keep the socket for good.
    const wait = this.#shared.closing ? 0 : LAST_WORD_MS;
    if (!this.#socket.destroyed) setTimeout(() => this.#socket.destroy(), wait).unref();
  }

  #close(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#shared.connections.delete(this);
    for (const wire of this.#streams.values()) wire.abort();
    this.#streams.clear();
  }
}
