import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { addressFlaw, type Outgoing } from '../../../src/base/outgoing.ts';
import { fetchBounded } from '../../../src/guard/serve/fetch.ts';

async function server(t: TestContext, answer: RequestListener): Promise<{ url: string; server: Server }> {
  const made = createServer(answer);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    made.closeAllConnections();
    made.close();
  });
  return { url: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, server: made };
}

const get = (url: string, more: Partial<Outgoing> = {}): Outgoing => ({
  ...{ url, method: 'GET', headers: {}, body: '', timeoutMs: 5_000, maxBytes: 1_000 },
  ...more,
});

test('an answer comes back with its status, headers and text', async (t) => {
  const { url } = await server(t, (request, response) => {
    response.setHeader('Cache-Control', 'max-age=60').end(`${request.method} ${request.headers.accept}`);
  });
  const answer = await fetchBounded(get(url, { headers: { Accept: 'application/json' } }));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['cache-control'], 'max-age=60');
  assert.equal(answer.body, 'GET application/json');
});

test('a server that cannot be reached is told with the reason', async (t) => {
  const { url, server: away } = await server(t, () => {});
  await new Promise((resolve) => away.close(resolve));
  await assert.rejects(fetchBounded(get(url)), /^Error: http:.* cannot be reached: connect ECONNREFUSED/);
  const timedOut = /^Error: http.* cannot be reached: .*timeout/;
  const slow = await server(t, () => {});
  await assert.rejects(fetchBounded(get(slow.url, { timeoutMs: 50 })), timedOut);
});

test('an answer that is too long, or too slow, is none', async (t) => {
  const { url } = await server(t, (request, response) => {
    if (request.url === '/slow') response.write('x');
    else if (request.url === '/never') return;
    else for (let i = 0; i < 100; i++) response.write('x'.repeat(1_000));
    if (request.url === '/') response.end();
  });
  await assert.rejects(fetchBounded(get(url)), /is over 1000 bytes/);
  for (const path of ['/slow', '/never'])
    await assert.rejects(fetchBounded(get(url + path, { timeoutMs: 200 })), path);
});

test('a redirect leads to the same host and to no other, and never a body', async (t) => {
  const other = await server(t, (_, response) => response.end('the other host'));
  const { url } = await server(t, (request, response) => {
    const to: Record<string, string> = {
      '/near': '/here',
      '/far': other.url,
      '/inside': 'http://169.254.169.254/latest/meta-data/',
      '/file': 'file:///etc/passwd',
      '/loop': '/loop',
    };
    const location = to[request.url!];
    if (location === undefined) response.end('here');
    else response.writeHead(302, { Location: location }).end();
  });
  assert.equal((await fetchBounded(get(`${url}/near`))).body, 'here');
  for (const path of ['/far', '/inside', '/file'])
    await assert.rejects(fetchBounded(get(url + path)), /leads to another host/, path);
  await assert.rejects(fetchBounded(get(`${url}/loop`)), /leads elsewhere/);
  await assert.rejects(
    fetchBounded(get(`${url}/near`, { method: 'POST', body: 'token=x' })),
    /leads elsewhere/,
  );
});

test('only https is asked, and http on this machine', async () => {
  for (const good of [
    'https://login.example.com/x',
    'http://127.0.0.1:80',
    'http://localhost/x',
    'http://[::1]:8080/',
  ])
    assert.equal(addressFlaw(good), '', good);
  const bad = [
    ...[
      'http://login.example.com',
      'http://127.0.0.1.evil.com',
      'http://localhost.evil.com',
      'ftp://x',
      'x',
      '',
    ],
    ...[
      'file:///etc/passwd',
      'https://a:b@login.example.com',
      'https://login.example.com/#x',
      'http://10.0.0.1',
    ],
  ];
  for (const one of bad) assert.notEqual(addressFlaw(one), '', one);
  await assert.rejects(fetchBounded(get('http://login.example.com')), /must be an https:\/\/ address/);
});
