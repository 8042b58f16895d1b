import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Fault } from '../../../src/base/fault.ts';
import type { Answer } from '../../../src/base/wire.ts';

/** A server that sends exactly the bytes a test wants, and keeps what it was sent. */
export interface RawServer {
  readonly port: number;
  readonly origin: string;
  /** What every connection sent, in the order of their opening. */
  readonly received: Buffer[];
  readonly sockets: Socket[];
  close(): Promise<void>;
}

/** `answer` is called with each connection and all that it has sent so far, whenever more of it arrives. */
export async function rawServer(
  answer: (socket: Socket, sent: string, connection: number) => void,
): Promise<RawServer> {
  const sockets: Socket[] = [];
  const received: Buffer[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = sockets.push(socket) - 1;
    received.push(Buffer.alloc(0));
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received[connection] = Buffer.concat([received[connection]!, bytes]);
      answer(socket, received[connection].toString('latin1'), connection);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    received,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Servers that are closed after the tests of a file; given `after` of node:test. */
export function serversUntil(after: (then: () => Promise<void>) => void) {
  const servers: RawServer[] = [];
  after(async () => {
    for (const server of servers) await server.close();
  });
  return async (answer: Parameters<typeof rawServer>[0]): Promise<RawServer> => {
    const server = await rawServer(answer);
    servers.push(server);
    return server;
  };
}

/** The code of the fault that an answer, or its body, breaks off with; `none` when it does not. */
export async function faultOf(answer: Promise<Answer>): Promise<string> {
  try {
    await bytesOf((await answer).body);
    return 'none';
  } catch (fault) {
    return fault instanceof Fault ? fault.code : String(fault);
  }
}

/** Answers every request (without a body) with these bytes. */
export const always =
  (text: string) =>
  (socket: Socket, sent: string): void => {
    if (sent.endsWith('\r\n\r\n')) socket.write(text, 'latin1');
  };

/** All bytes of an answer's body. */
export async function bytesOf(body: Buffer | string | { pull(): unknown }): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  for (let c = await body.pull(); c !== null; c = await body.pull()) chunks.push(c as Buffer);
  return Buffer.concat(chunks);
}
