import { type Address, type Block, isIn } from '../../base/address.ts';
import { type Connected, Exchange } from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import type { TlsSession } from '../../base/tls-session.ts';
import type { Wire } from '../../base/wire.ts';
import { forwardedClient, forwardedSecurely } from './client.ts';
import type { RequestHead } from './head.ts';
import type { Preface } from './proxy-protocol.ts';
import { newIds } from './request-ids.ts';
import type { Shared } from './shared.ts';

/** Who is at the other end of a connection. */
export class Peer implements Connected {
  found: unknown = null;
  key: unknown = null;
  token: unknown = null;
  #address: Address;
  #port: number;
  #called: number;
  #trusted: boolean;
  readonly #proxies: readonly Block[];
  #tls: TlsSession | null = null;

  /** `called` is the port that the peer connected to. */
  constructor(address: Address, port: number, called: number, proxies: readonly Block[]) {
    this.#address = address;
    this.#port = port;
    this.#called = called;
    this.#proxies = proxies;
    this.#trusted = isIn(address, proxies);
  }

  /** Lets go of what was found out about its last request. */
  forget(): void {
    this.found = null;
    this.key = null;
    this.token = null;
  }

  /** Whether what it says about others is believed. */
  get trusted(): boolean {
    return this.#trusted;
  }

  get address(): Address {
    return this.#address;
  }

  /** Whether the connection itself is encrypted. */
  get secured(): boolean {
    return this.#tls !== null;
  }

  /** Says what its handshake said: all that it sends is encrypted. */
  secure(session: TlsSession): void {
    this.#tls = session;
  }

  /** Takes the place of the proxy that spoke the preface. */
  adopt(preface: Preface): void {
    if (preface.client === null) return;
    this.#address = preface.client;
    this.#port = preface.clientPort;
    if (preface.port > 0) this.#called = preface.port;
    this.#trusted = isIn(preface.client, this.#proxies);
  }

  /** The exchange of a request that it sent. */
  exchange(
    head: RequestHead,
    headBytes: number,
    wire: Wire,
    shared: Shared,
    protocol: Exchange['protocol'] = head.old ? 'HTTP/1.0' : 'HTTP/1.1',
  ): Exchange {
    const client = this.#trusted
      ? forwardedClient(head.headers, this.#address, this.#proxies)
      : this.#address;
    const x = new Exchange(
      head.id === '' ? newIds() : head.id,
      shared.clock.now(),
      {
        method: head.method,
        target: head.target,
        headers: head.headers,
        protocol,
        client,
        // The port of whoever a proxy speaks for is not known.
        clientPort: client === this.#address ? this.#port : 0,
        port: this.#called,
        secure: this.#tls !== null || (this.#trusted && forwardedSecurely(head.headers)),
        proxied: this.#trusted,
        tls: this.#tls,
        connection: this,
        headBytes,
      },
      wire,
    );
    if (head.code !== '') x.fault = new Fault(head.code, 'client', head.flaw);
    return x;
  }
}
