import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { startGateway, type TestGateway } from '../../test/gateway.ts';
import { petstore } from './server.ts';

const server = petstore();
let gateway: TestGateway;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  gateway = await startGateway({
    files: ['examples/openapi/petstore.yaml'],
    parameters: { port: String(port) },
  });
});
after(async () => {
  await gateway?.close();
  server.closeAllConnections();
  server.close();
});

test('what the document lists is passed on to the server, query and all', async () => {
  const pets = await fetch(`${gateway.url}/pets?limit=1`);
  assert.equal(pets.status, 200);
  assert.deepEqual(await pets.json(), [{ id: 1, name: 'Rex' }]);
  const missing = await fetch(`${gateway.url}/pets/77`);
  assert.equal(missing.status, 404);
  assert.deepEqual(await missing.json(), { message: 'there is no /pets/77' });
});

test('a path or a method that the document does not list is answered as API Gateway answers it', async () => {
  for (const [method, path] of [
    ['DELETE', '/pets/1'],
    ['GET', '/dogs'],
  ]) {
    const answer = await fetch(`${gateway.url}${path}`, { method: method! });
    assert.equal(answer.status, 403);
    assert.deepEqual(await answer.json(), { message: 'Missing Authentication Token' });
  }
});

test('an operation with a throttle of its own is refused past it, and the others are not', async () => {
  const add = (): Promise<Response> =>
    fetch(`${gateway.url}/pets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Kim"}',
    });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push((await add()).status);
  assert.deepEqual(statuses, [201, 201, 429, 429]);
  assert.equal((await fetch(`${gateway.url}/pets`)).status, 200);
  gateway.clock.advance(1_000);
  assert.equal((await add()).status, 201);
});
