import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A server that keeps nothing of what it is sent. */
export interface Sink {
  readonly origin: string;
  readonly sockets: Socket[];
  /** Bytes that have arrived on all connections. */
  readonly received: number;
}

/** Opens one for a test; `begin` is called with each connection when its first bytes have arrived. */
export async function sink(t: TestContext, begin: (socket: Socket) => void = () => {}): Promise<Sink> {
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => begin(socket));
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    get received() {
      return sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);
    },
  };
}
