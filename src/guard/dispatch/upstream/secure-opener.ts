import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { type Origin, serverName } from './origin.ts';
import type { TlsTerms } from './tls-terms.ts';

/** Opens TLS connections to one server; remembers the last session, so that the next connection is cheaper. */
export class SecureOpener {
  readonly #origin: Origin;
  readonly #terms: TlsTerms;
  #session: Buffer | undefined;
  #context: SecureContext | null = null;
  /** What the context was made of. */
  #made = '';

  constructor(origin: Origin, terms: TlsTerms) {
    this.#origin = origin;
    this.#terms = terms;
  }

  /**
   * Opens a socket whose certificate must be good for the host; `receive` gets what arrives, for good. Throws when
   * a certificate that it should show, or trust, is not there.
   */
  open(receive: (bytes: Buffer) => void): Socket {
    const { host, port } = this.#origin;
    const { serverName: wanted, verify } = this.#terms;
    const name = wanted === '' ? serverName(this.#origin) : wanted;
    const socket = connect({
      host,
      port,
      servername: name ?? '',
      ALPNProtocols: ['http/1.1'],
      secureContext: this.#current(),
      rejectUnauthorized: verify === 'all',
      session: this.#session,
      checkServerIdentity: (_, certificate) => checkServerIdentity(name ?? host, certificate),
    });
    socket.setNoDelay(true);
    if (verify === 'names') socket.once('secureConnect', () => checkNames(socket, name ?? host));
    socket.on('data', receive);
    socket.on('session', (session) => (this.#session = session));
    return socket;
  }

  /** Made anew when a file has changed; sessions of the one before are not resumed. */
  #current(): SecureContext {
    const texts = this.#terms.texts();
    const made = JSON.stringify(texts);
    if (this.#context === null || made !== this.#made) {
      this.#context = createSecureContext({ minVersion: 'TLSv1.2', ...texts });
      this.#made = made;
      this.#session = undefined;
    }
    return this.#context;
  }
}

/** What of a certificate is wrong when only its issuer is unknown. */
const UNKNOWN_ISSUER = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * With `insecureSkipVerification` API Gateway takes an issuer it does not know, and still looks at the time and the
 * names of the certificate. It runs before anything that waits to be sent is.
 */
function checkNames(socket: TLSSocket, host: string): void {
  const error = socket.authorized ? '' : String(socket.authorizationError);
  const leaf: X509Certificate | undefined = socket.getPeerX509Certificate();
  const now = Date.now();
  const flaw =
    leaf === undefined
      ? 'it shows none'
      : error !== '' && !UNKNOWN_ISSUER.has(error)
        ? error
        : now < leaf.validFromDate.getTime() || now > leaf.validToDate.getTime()
          ? 'it is not of this time'
          : bears(leaf, host)
            ? ''
            : 'it is for other names';
  if (flaw !== '') socket.destroy(new Error(`the certificate of the server was refused: ${flaw}`));
}

const bears = (leaf: X509Certificate, host: string): boolean =>
  (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;
