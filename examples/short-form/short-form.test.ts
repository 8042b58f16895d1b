import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { parseDocument } from '../../src/define/readers/document.ts';
import { readFiles } from '../../src/define/readers/read.ts';
import { catalogue } from '../../src/operate/supervise/catalogue.ts';
import { startGateway, type TestGateway } from '../../test/gateway.ts';
import { petstore } from '../openapi/server.ts';

const file = 'examples/short-form/portcullis.yaml';
const server = petstore();
let gateway: TestGateway;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The file as it stands, but for the port of its server.
  const text = readFileSync(file, 'utf8').replace(/127\.0\.0\.1:300[01]/g, `127.0.0.1:${port}`);
  const source = {
    document: parseDocument(text, file),
    name: 'portcullis',
    folder: '.',
    assets: new Map(),
    accountId: null,
    region: null,
    parameters: {},
  };
  const { definition, notes } = await readFiles([], catalogue(), { sources: [source] });
  assert.deepEqual(notes, []);
  gateway = await startGateway({ definition: definition! });
});
after(async () => {
  await gateway?.close();
  server.closeAllConnections();
  server.close();
});

test('every path is passed on to the server', async () => {
  const pet = await fetch(`${gateway.url}/pets/2`);
  assert.deepEqual([pet.status, await pet.json()], [200, { id: 2, name: 'Tom' }]);
});

test('a statement as AWS WAF writes it blocks what it matches', async () => {
  const answer = await fetch(`${gateway.url}/pets`, { headers: { 'User-Agent': 'SQLMAP/1.8' } });
  assert.deepEqual([answer.status, await answer.json()], [403, { message: 'Forbidden' }]);
});

test('a route with a throttle of its own is refused past it', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await fetch(`${gateway.url}/login`, { method: 'POST' })).status);
  assert.deepEqual(statuses, [404, 404, 404, 404, 404, 429]);
});

test('past the rate-based rule the answer is the one that the file gives', async () => {
  let last = new Response();
  for (let i = 0; i < 2001; i++) {
    if (i % 100 === 0) gateway.clock.advance(1_000);
    last = await fetch(`${gateway.url}/pets/1`);
    if (last.status !== 200) break;
    await last.arrayBuffer();
  }
  assert.equal(last.status, 429);
  assert.equal(last.headers.get('retry-after'), '60');
  assert.deepEqual(await last.json(), { message: 'Slow down' });
});
