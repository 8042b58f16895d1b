// A gateway as `up --to URL` starts it, and requests that really cross its socket.
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGateway } from '../../gateway.ts';
import type { Sent } from './default-set.ts';

export interface Wire {
  /** The status that a request is answered with; 200 when it was passed on. */
  send(sent: Sent): Promise<number>;
  close(): Promise<void>;
}

/** The default groups in front of a server that takes everything; limits that are never met. */
export async function openWire(): Promise<Wire> {
  const upstream = createServer((req, res) => {
    req.resume();
    req.on('end', () => res.end());
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const gateway = await startGateway({
    to: `http://127.0.0.1:${port}`,
    rate: 100_000,
    burst: 1_000_000,
    limit: 2_000_000,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { hostname, port: at } = new URL(gateway.url);
  return {
    send: ({ method, target = '/', headers = [], body = '' }) =>
      new Promise((resolve, reject) => {
        const given = ['Host', 'api.example.com', ...headers];
        if (body.length > 0) given.push('Content-Length', `${Buffer.byteLength(body)}`);
        if (!headers.includes('User-Agent')) given.push('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)');
        const sending = request({
          agent,
          hostname,
          port: at,
          method: method ?? (body.length === 0 ? 'GET' : 'POST'),
          path: target,
          headers: given,
        });
        sending.on('response', (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode!));
        });
        sending.on('error', reject);
        sending.end(body);
      }),
    async close() {
      agent.destroy();
      await gateway.close();
      upstream.closeAllConnections();
      await new Promise((resolve) => upstream.close(resolve));
    },
  };
}
