import type { TLSSocket } from 'node:tls';
import type { ClientCertificate, TlsSession } from '../../../base/tls-session.ts';
import type { ClientHello } from './client-hello.ts';
import { ja3, ja4 } from './fingerprints.ts';

/** What one handshake said. What a client's certificate is worth may change while its connection is open. */
export class Session implements TlsSession {
  readonly protocol: string;
  readonly cipher: string;
  readonly serverName: string;
  readonly domain: string;
  client: ClientCertificate | null = null;
  flaw = '';
  readonly #hello: ClientHello;
  #ja3 = '';
  #ja4 = '';

  constructor(socket: TLSSocket, hello: ClientHello, domain: string) {
    this.protocol = socket.getProtocol() ?? '';
    this.cipher = socket.getCipher().standardName;
    this.serverName = hello.serverName;
    this.#hello = hello;
    this.domain = domain;
  }

  // Worked out when they are asked for: a handshake costs 10 µs less where nobody does.
  get ja3(): string {
    if (this.#ja3 === '') this.#ja3 = ja3(this.#hello);
    return this.#ja3;
  }

  get ja4(): string {
    if (this.#ja4 === '') this.#ja4 = ja4(this.#hello);
    return this.#ja4;
  }

  /** Takes a certificate on, or turns it away and says why. */
  judge(client: ClientCertificate | null, flaw: string): void {
    this.client = flaw === '' ? client : null;
    this.flaw = flaw;
  }
}
