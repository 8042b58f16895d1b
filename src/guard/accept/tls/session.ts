import type { TLSSocket } from 'node:tls';
import type { ClientCertificate, TlsSession } from '../../../base/tls-session.ts';
import type { ClientHello } from './client-hello.ts';
import { ja3, ja4 } from './fingerprints.ts';

/** What one handshake said. What a client's certificate is worth may change while its connection is open. */
export class Session implements TlsSession {
  readonly protocol: string;
  readonly cipher: string;
  readonly serverName: string;
  readonly ja3: string;
  readonly ja4: string;
  readonly domain: string;
  client: ClientCertificate | null = null;
  flaw = '';

  constructor(socket: TLSSocket, hello: ClientHello, domain: string) {
    this.protocol = socket.getProtocol() ?? '';
    this.cipher = socket.getCipher().standardName;
    this.serverName = hello.serverName;
    this.ja3 = ja3(hello);
    this.ja4 = ja4(hello);
    this.domain = domain;
  }

  /** Takes a certificate on, or turns it away and says why. */
  judge(client: ClientCertificate | null, flaw: string): void {
    this.client = flaw === '' ? client : null;
    this.flaw = flaw;
  }
}
