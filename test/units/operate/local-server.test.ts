import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import {
  type LocalAnswer,
  type LocalServerOptions,
  openLocalServer,
} from '../../../src/operate/local-server.ts';
import { eventually } from '../../waiting.ts';

async function opened(t: TestContext, more: Partial<LocalServerOptions> = {}) {
  const faults: unknown[] = [];
  const answered = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'well' };
  const server = await openLocalServer({
    host: '127.0.0.1',
    port: 0,
    flag: '--port',
    allowedHosts: [],
    answer: () => answered,
    refuse: (status, reason) => ({ ...answered, status, body: reason }),
    failed: (fault) => void faults.push(fault),
    ...more,
  });
  t.after(() => server.close());
  const url = `http://127.0.0.1:${server.port}`;
  return { server, faults, ask: async (path: string): Promise<number> => (await fetch(url + path)).status };
}

test('whatever breaks in an answer, its caller is told, and the next one is answered', async (t) => {
  const { faults, ask } = await opened(t, {
    take: ({ url }) => {
      if (url === '/take') throw new Error('taken');
      return false;
    },
    answer: ({ path }): LocalAnswer => {
      if (path === '/answer') throw new Error('answered');
      if (path === '/headers') return { status: 200, headers: { 'X-Odd': 'a\nb' }, body: '' };
      if (path === '/body') return { status: 200, headers: {}, body: undefined as unknown as string };
      return { status: 200, headers: {}, body: '' };
    },
  });
  for (const path of ['/take', '/answer', '/headers', '/body']) assert.equal(await ask(path), 500, path);
  assert.equal(faults.length, 4);
  assert.equal(await ask('/'), 200);
});

test('whoever goes away in the middle of a body is no fault of ours', async (t) => {
  const gone: Promise<void>[] = [];
  const { server, faults, ask } = await opened(t, {
    take: (request) => {
      if (request.method === 'POST') gone.push(new Promise((resolve) => request.once('close', resolve)));
      return false;
    },
  });
  for (let i = 0; i < 3; i++) {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
    await eventually(() => gone.length === i + 1);
    socket.resetAndDestroy();
  }
  await Promise.all(gone);
  assert.equal(await ask('/'), 200);
  assert.deepEqual(faults, []);
});
