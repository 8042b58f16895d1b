import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type Provider from 'oidc-provider';
import type { Login } from '../../../src/operate/pools/login.ts';
import { PoolSite } from '../../../src/operate/pools/site.ts';
import type { RunningPool } from '../../../src/pools/pools.ts';

test('what breaks while a page of a pool is answered is told, and the caller gets a page that says so', async (t) => {
  const broken = new Error('broken');
  const provider = { callback: () => () => Promise.reject(broken) } as unknown as Provider;
  const pool = { pool: { poolId: 'us-east-1_x', name: 'people', clients: [] } } as unknown as RunningPool;
  const told: unknown[] = [];
  const site = new PoolSite(pool, provider, {} as Login, (fault) => void told.push(fault));
  const server = createServer((request, response) => site.answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/us-east-1_x/oauth2/token`);
  assert.equal(answer.status, 500);
  assert.match(await answer.text(), /Something went wrong here/);
  assert.deepEqual(told, [broken]);
});
