import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import * as acme from 'acme-client';
import { onErrand, Postponed, useTransport } from '../../../../../src/operate/certificates/acme/transport.ts';

useTransport(acme);

async function serving(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, signal = new AbortController().signal) =>
  onErrand({ authorities: '', signal }, () => acme.axios.get(url));

test('how long an authority wants to be left alone is told: in seconds, or until a date', async (t) => {
  let retryAfter = '120';
  const url = await serving(t, (_, res) =>
    res.writeHead(429, { 'Retry-After': retryAfter }).end('{"detail":"slow"}'),
  );
  await assert.rejects(get(url), (fault: Postponed) => {
    assert.ok(fault instanceof Postponed);
    assert.match(fault.message, /answers 429: slow$/);
    return fault.afterMs === 120_000;
  });
  retryAfter = new Date(Date.now() + 3_600_000).toUTCString();
  await assert.rejects(get(url), ({ afterMs }: Postponed) => afterMs > 3_500_000 && afterMs <= 3_600_000);
  for (const none of ['soon', '-5', new Date(Date.now() - 10_000).toUTCString()]) {
    retryAfter = none;
    await assert.rejects(get(url), ({ afterMs }: Postponed) => afterMs === 0, none);
  }
  retryAfter = '99999999999';
  await assert.rejects(get(url), ({ afterMs }: Postponed) => afterMs === 7 * 86_400_000);
});

test('an answer without an end is cut, and a redirect is not followed', async (t) => {
  const endless = await serving(t, (_, res) => {
    const more = (): boolean => res.write(Buffer.alloc(65_536));
    res.on('drain', more);
    while (more());
  });
  await assert.rejects(get(endless), /its answer is over 1048576 bytes/);
  let asked = 0;
  const elsewhere = await serving(t, (_, res) => {
    asked++;
    res.writeHead(302, { Location: '/other' }).end();
  });
  assert.equal((await get(elsewhere)).status, 302);
  assert.equal(asked, 1);
});

test('an authority that never answers is left when the errand ends', async (t) => {
  // It has no time of its own here: only the errand's end is left.
  t.mock.method(AbortSignal, 'timeout', () => new AbortController().signal);
  const ending = new AbortController();
  const url = await serving(t, () => ending.abort());
  await assert.rejects(get(url, ending.signal), { name: 'AbortError' });
});

test('nothing is asked in plain text, but of this machine', async () => {
  await assert.rejects(
    get('http://ca.example.com/order'),
    /leads to http:\/\/ca\.example\.com, which is asked in plain text/,
  );
});
