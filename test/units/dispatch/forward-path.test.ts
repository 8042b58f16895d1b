import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { paperRequest } from '../paper-wire.ts';
import { always, type RawServer, rawServer } from './raw-server.ts';
import { dispatcher, routed } from './site.ts';

const servers: RawServer[] = [];
after(async () => {
  for (const server of servers) await server.close();
});

/** The request line a server is sent for a target, when the API stands under `/v1`. */
async function lineFor(base: string, target: string, inner: string): Promise<string> {
  const server = await rawServer(always('HTTP/1.1 204 No Content\r\n\r\n'));
  servers.push(server);
  const ask = dispatcher({
    settings: { uri: `${server.origin}${base}`, forwardPath: true },
    resourcePath: '/pets/{id}',
  });
  await ask(routed(paperRequest({ target }), { id: 'x' }, inner));
  return server.received[0]!.toString('latin1').split('\r\n')[0]!;
}

test('the caller’s path stands behind the URI’s own as it came, encoded characters and last slash too', async () => {
  assert.equal(
    await lineFor('/base', '/v1/pets/a%20b/?q=%2F', '/pets/a%20b/'),
    'GET /base/pets/a%20b/?q=%2F HTTP/1.1',
  );
  assert.equal(await lineFor('/base/', '/v1/pets/1', '/pets/1'), 'GET /base/pets/1 HTTP/1.1');
});

test('a URI without a path stands for the root of its server', async () => {
  assert.equal(await lineFor('', '/', '/'), 'GET / HTTP/1.1');
});
