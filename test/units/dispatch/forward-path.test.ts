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

test('as a plain reverse proxy, only the headers of the connection are taken off on both ways', async () => {
  const server = await rawServer(
    always(
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nServer: theirs\r\nVia: 1.1 a\r\nConnection: x-hop\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n',
    ),
  );
  servers.push(server);
  const ask = dispatcher({ settings: { uri: server.origin, forwardPath: true, keepHeaders: true } });
  const headers = ['Host', 'a', 'Content-MD5', 'q', 'Via', '1.0 b', 'TE', 'trailers', 'Max-Forwards', '3'];
  const answer = await ask(routed(paperRequest({ target: '/', headers }), {}, '/'));
  const sent = server.received[0]!.toString('latin1');
  assert.match(sent, /\r\nContent-MD5: q\r\n/);
  assert.match(sent, /\r\nVia: 1\.0 b\r\n/);
  assert.doesNotMatch(sent, /\r\nTE:/);
  const names = answer.headers.filter((_, i) => i % 2 === 0);
  assert.deepEqual(names.slice(0, 3), ['WWW-Authenticate', 'Server', 'Via']);
  assert.ok(!names.includes('X-Hop'));
});
