import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type Origin, serverName } from './origin.ts';

// What plain sockets read into, all of this thread's: whoever keeps bytes copies them before the next read.
const shared = Buffer.allocUnsafeSlow(65_536);

/** Opens a socket to a server; `receive` gets what arrives, valid only until it returns. */
export function openPlain(origin: Origin, receive: (bytes: Buffer) => void): Socket {
  return connect({
    host: origin.host,
    port: origin.port,
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (bytes) => {
        receive(shared.subarray(0, bytes));
        return true;
      },
    },
  });
}

/** Remembers the last TLS session of a server, so that the next connection is cheaper. */
export class SecureOpener {
  readonly #origin: Origin;
  #session: Buffer | undefined;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** Opens a socket whose certificate must be good for the host; `receive` gets what arrives, for good. */
  open(receive: (bytes: Buffer) => void): Socket {
    const socket = connectSecurely({
      host: this.#origin.host,
      port: this.#origin.port,
      servername: serverName(this.#origin),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      session: this.#session,
    });
    socket.setNoDelay(true);
    socket.on('data', receive);
    socket.on('session', (session) => (this.#session = session));
    return socket;
  }
}
