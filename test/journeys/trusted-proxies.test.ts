import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';

test('trusted proxies take effect with a reload, for connections opened after it', async (t) => {
  const upstream = createServer((req, res) => res.end(String(req.headers['x-forwarded-for'])));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const folder = temporaryFolder(t);
  const file = join(folder, 'portcullis.yaml');
  const write = (trusted: string): void =>
    writeFileSync(
      file,
      `apis: { a: { to: "http://127.0.0.1:${(upstream.address() as AddressInfo).port}", webAcl: w } }
ipSets: { them: [203.0.113.0/24] }
webAcls: { w: { rules: [{ name: them, ipSet: them }] } }
settings: { trustedProxies: [${trusted}] }`,
    );
  write('');
  const gateway = await startGateway({ files: [file] });
  const status = async (): Promise<number> => {
    const headers = { 'x-forwarded-for': '203.0.113.7', connection: 'close' };
    return (await fetch(gateway.url, { headers })).status;
  };
  try {
    assert.equal(await status(), 200);
    write('127.0.0.0/8');
    assert.equal((await gateway.supervisor.reload()).ok, true);
    assert.equal(await status(), 403);
    write('10.0.0.0/33');
    const refused = await gateway.supervisor.reload();
    assert.equal(refused.ok, false);
    assert.match(refused.notes[0]!.message, /must be an address or a block such as 10\.0\.0\.0\/8/);
    assert.equal(await status(), 403);
  } finally {
    await gateway.close();
    upstream.close();
  }
});

test('who comes past the trusted proxies says nothing in their name', async (t) => {
  const upstream = createServer((req, res) =>
    res.end([req.headers['x-real-ip'], req.headers['client-cert'], req.headers['x-original-url']].join(' ')),
  );
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const to = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const gateway = await startGateway({ to, waf: 'off', settings: { trustedProxies: ['127.0.0.2/32'] } });
  t.after(async () => {
    await gateway.close();
    upstream.close();
  });
  const said = async (localAddress: string): Promise<string> => {
    const headers = { 'X-Real-IP': '203.0.113.7', 'Client-Cert': ':AA:', 'X-Original-URL': '/admin' };
    const call = request(gateway.url, { localAddress, headers, agent: false }).end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    return text(answer);
  };
  assert.equal(await said('127.0.0.2'), '203.0.113.7 :AA: /admin');
  assert.equal(await said('127.0.0.1'), '  ');
});

test('a rate by X-Forwarded-For holds for who comes past all proxies, as behind API Gateway', async (t) => {
  const file = join(temporaryFolder(t), 'portcullis.yaml');
  writeFileSync(
    file,
    `apis: { a: { to: "http://127.0.0.1:9", webAcl: w } }
webAcls: { w: { rules: [{ name: many, rate: { limit: 10, by: forwardedIp } }] } }`,
  );
  const gateway = await startGateway({ files: [file] });
  t.after(() => gateway.close());
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) statuses.push((await fetch(gateway.url)).status);
  assert.equal(statuses.filter((status) => status === 403).length, 1, statuses.join(' '));
  assert.equal(statuses.at(-1), 403);
});
