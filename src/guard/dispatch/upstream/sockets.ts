import { connect, type Socket } from 'node:net';
import type { Origin } from './origin.ts';

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
