import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { startGateway, type TestGateway } from '../gateway.ts';

const TRACE = '6d9a1f0e-3c52-4b7e-9a10-5f2b8c7d4e61';

describe('a plain OpenAPI document in front of a server', () => {
  const server = createServer((request, response) => {
    const isOdd = (request.headers['x-odd'] ?? '') !== '';
    response.setHeader('content-type', 'application/json');
    request
      .resume()
      .on('end', () => response.end(isOdd ? '[{"name":1}]' : '[{"id":1,"name":"rex","age":3}]'));
  });
  let gateway: TestGateway;

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    gateway = await startGateway({
      files: ['test/fixtures/openapi/pets.yaml'],
      settings: { validationMessages: 'precise' },
    });
    // The document names a server that nobody is; the same definition, with ours.
    const { definition } = gateway.supervisor;
    await gateway.close();
    const text = JSON.stringify(definition).replaceAll('http://127.0.0.1:3000', `http://127.0.0.1:${port}`);
    gateway = await startGateway({ definition: JSON.parse(text) as typeof definition });
  });
  after(async () => {
    await gateway.close();
    server.close();
  });

  const get = async (target: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${gateway.url}${target}`, { headers: { 'x-trace': TRACE, ...headers } });
    return { status: answer.status, body: (await answer.json()) as Wrong };
  };
  const post = async (body: string, type: string | null) => {
    const headers: Record<string, string> = type === null ? {} : { 'content-type': type };
    const answer = await fetch(`${gateway.url}/pets`, { method: 'POST', body: Buffer.from(body), headers });
    return { status: answer.status, body: (await answer.json()) as Wrong };
  };
  interface Wrong {
    readonly message: string;
    readonly errors: readonly { readonly path: string; readonly rule: string }[];
  }

  test('parameters are read by their style and held to their schema', async () => {
    for (const query of [
      '',
      '?limit=99',
      '?tags=a|b',
      '?tags=a%7Cb',
      '?ids=1&ids=2',
      '?filter[age]=3&filter%5Bname%5D=x',
      '?since=2024-02-29',
      '?point=%7B%22x%22%3A1.5%7D',
    ])
      assert.equal((await get(`/pets${query}`)).status, 200, query);
    for (const [query, path, rule] of [
      ['?limit=100', 'limit', 'exclusiveMaximum'],
      ['?limit=0x10', 'limit', 'type'],
      ['?limit=%205', 'limit', 'type'],
      ['?limit=1&limit=99999', 'limit', 'style'],
      ['?tags=a|c', 'tags/1', 'enum'],
      ['?tags=a|b|a', 'tags', 'maxItems'],
      ['?ids=1&ids=4294967296', 'ids/1', 'format'],
      ['?filter[age]=-1', 'filter/age', 'minimum'],
      ['?filter[x]=1', 'filter/x', 'additionalProperties'],
      ['?filter[a][b]=1', 'filter', 'style'],
      ['?since=2023-02-29', 'since', 'format'],
      ['?point=%7B', 'point', 'json'],
      ['?point=%7B%7D', 'point/x', 'required'],
      ['?other=1', 'other', 'unknown'],
      ['?__proto__=1', '__proto__', 'unknown'],
    ] as const) {
      const { status, body } = await get(`/pets${query}`);
      assert.equal(status, 400, query);
      assert.deepEqual([body.errors[0]?.path, body.errors[0]?.rule], [path, rule], query);
    }
    assert.equal((await get('/pets', { cookie: 'session=abcd' })).status, 200);
    assert.equal((await get('/pets', { cookie: 'a=b; session=abc' })).body.errors[0]?.path, 'session');
    const without = await get('/pets', { 'x-trace': '' });
    assert.equal(without.body.message, 'Invalid request parameters: [X-Trace]');
    assert.equal((await get('/pets/7')).status, 200);
    assert.equal((await get('/pets/0')).body.errors[0]?.rule, 'minimum');
    assert.equal((await get('/pets/seven')).body.errors[0]?.rule, 'type');
  });

  test('bodies are held to their media type and schema; what is only read is not asked of a request', async () => {
    const json = 'application/json';
    assert.equal((await post('{"name":"rex","age":null}', json)).status, 200);
    assert.equal((await post('{"name":"rex","age":1,"parent":{"name":"max","age":9}}', json)).status, 200);
    assert.equal((await post('name=rex&age=3', 'application/x-www-form-urlencoded')).status, 200);
    assert.equal(
      (await post('{"name":"rex","age":1,"parent":{"name":"Max","age":9}}', json)).body.errors[0]?.path,
      '/parent/name',
    );
    assert.equal(
      (await post('name=rex&age=old', 'application/x-www-form-urlencoded')).body.errors[0]?.path,
      '/age',
    );
    assert.equal((await post('', json)).body.errors[0]?.rule, 'required');
    assert.equal((await post('<pet/>', 'application/xml')).status, 415);
    assert.equal((await post('{"name":"rex","age":1,"__proto__":{"admin":true}}', json)).status, 400);
  });
});
