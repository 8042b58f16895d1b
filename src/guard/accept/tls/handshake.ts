import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Peer } from '../peer.ts';
import { readPreface } from '../proxy-protocol.ts';
import { type ClientHello, HelloReader } from './client-hello.ts';
import type { SecureDomain } from './secure-domains.ts';

/** What a handshake asks of the listener it belongs to. */
export interface HandshakeOwner {
  /** Coarse wall-clock milliseconds. */
  readonly now: number;
  domainOf(serverName: string): SecureDomain | null;
  /** The preface has told who is calling; false when that one may not. */
  introduced(handshake: Handshake): boolean;
  /** The first message has been read and put back: from here on TLS itself speaks. */
  begun(handshake: Handshake): void;
  ended(handshake: Handshake): void;
}

/** What a caller hears who speaks HTTP where TLS is spoken. */
const PLAIN_TEXT = Buffer.from(
  'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 69\r\nConnection: close\r\n\r\n' +
    '{"message":"This port speaks HTTPS: write https:// in the address"}\r\n',
);

/**
 * A connection from its first byte until its handshake is done. Its first message is read before TLS sees it:
 * the name in it chooses the certificate, and what it looks like is the client's fingerprint.
 */
export class Handshake {
  readonly peer: Peer;
  readonly socket: Socket;
  /** When it began. */
  readonly since: number;
  /** Names it while TLS speaks; '' before. */
  ends = '';
  hello: ClientHello | null = null;
  domain: SecureDomain | null = null;
  readonly #owner: HandshakeOwner;
  #held: Buffer | null = null;
  readonly #reader = new HelloReader();
  #preface: boolean;
  #gone = false;

  constructor(socket: Socket, peer: Peer, preface: boolean, owner: HandshakeOwner) {
    this.socket = socket;
    this.peer = peer;
    this.since = owner.now;
    this.#preface = preface;
    this.#owner = owner;
    socket.on('data', this.#receive);
    socket.on('error', this.#lost);
    socket.on('end', this.#lost);
    socket.on('close', this.#lost);
  }

  readonly #receive = (chunk: Buffer): void => {
    this.#held = this.#held === null ? chunk : Buffer.concat([this.#held, chunk]);
    if (this.#preface && !this.#readPreface()) return;
    if (this.#held === null) return;
    const hello = this.#reader.read(this.#held);
    if (hello === 'more') return;
    const domain = hello === 'flawed' ? null : this.#owner.domainOf(hello.serverName);
    if (hello === 'flawed' || domain === null) {
      this.#refuse();
      return;
    }
    this.hello = hello;
    this.domain = domain;
    const { socket } = this;
    socket.off('data', this.#receive);
    socket.off('end', this.#lost);
    socket.pause();
    socket.unshift(this.#held);
    this.#held = null;
    this.#owner.begun(this);
    domain.take(socket);
  };

  /** Whether the preface is read, and the caller may go on. */
  #readPreface(): boolean {
    const preface = readPreface(this.#held!);
    if (preface === 'more') return false;
    if (preface === 'flawed') {
      this.cut();
      return false;
    }
    this.#preface = false;
    this.#held = preface.used < this.#held!.length ? this.#held!.subarray(preface.used) : null;
    this.peer.adopt(preface);
    if (this.#owner.introduced(this)) return true;
    this.cut();
    return false;
  }

  #refuse(): void {
    const first = this.#held?.[0] ?? 0;
    // A method's first letter is no type of a TLS record.
    if (first >= 0x41 && first <= 0x5a) this.socket.write(PLAIN_TEXT, () => this.cut());
    else this.cut();
  }

  readonly #lost = (): void => this.cut();

  /** Gives it up. */
  cut(): void {
    if (this.#gone) return;
    this.socket.destroy();
    this.done();
  }

  /** It is done: whoever goes on with it has the socket. */
  done(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#held = null;
    this.#owner.ended(this);
  }
}

/** Names a connection while it is open: no two that are have the same ends. */
export const endsOf = (socket: Socket | TLSSocket): string =>
  `${socket.remotePort} ${socket.remoteAddress} ${socket.localAddress}`;
