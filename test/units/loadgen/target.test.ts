import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { chooseTarget, isLoopback, TargetError } from '../../../loadgen/target.ts';

let answer: { status: number; body: string } = { status: 200, body: '{}' };
const server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => server.close());
const local = { allowRemote: false, endpoint, dataPlane: 'http://127.0.0.1:8080' };

test('a target on this machine is taken as it is written', async () => {
  for (const url of [
    'http://127.0.0.1:8080/a?b=c',
    'https://[::1]/',
    'http://localhost:1/',
    'http://127.9.8.7/',
  ]) {
    assert.equal(await chooseTarget({ ...local, url }), url);
  }
});

test('a target elsewhere is refused until the user says it may be', async () => {
  for (const host of [
    'example.com',
    '10.0.0.1',
    '0.0.0.0',
    '127.0.0.1.example.com',
    'localhost.example.com',
    '[::]',
  ]) {
    const url = `http://${host}/`;
    await assert.rejects(chooseTarget({ ...local, url }), TargetError, host);
    assert.equal(await chooseTarget({ ...local, url, allowRemote: true }), url);
  }
});

test('a target that is no http URL is refused', async () => {
  for (const url of ['', 'greeter', 'ftp://127.0.0.1/', 'file:///etc/hosts']) {
    await assert.rejects(chooseTarget({ ...local, url, allowRemote: true }), /must be an http or https URL/);
  }
});

test('a name that stands for this machine by its dots alone does not', () => {
  assert.ok(isLoopback(new URL('http://127.1/').hostname));
  assert.ok(isLoopback('abc.execute-api.localhost'));
  assert.ok(!isLoopback('notlocalhost'));
  assert.ok(!isLoopback('.localhost'));
});

test('without a target the id of the secure API is asked of the AWS endpoint', async () => {
  const item = [
    { id: 'aaaaaaaaaa', name: 'unthrottled-api-greeter' },
    { id: 'bbbbbbbbbb', name: 'secure-throttled-api-greeter' },
  ];
  answer = { status: 200, body: JSON.stringify({ item }) };
  const url = 'http://127.0.0.1:8080/_aws/execute-api/bbbbbbbbbb/miztiik-throttled/secure/greeter';
  assert.equal(await chooseTarget(local), url);
});

test('without a target and without the example, the user is told what to do', async () => {
  answer = { status: 200, body: '{}' };
  await assert.rejects(chooseTarget(local), /no API .*npm start/);
  answer = { status: 500, body: '' };
  await assert.rejects(chooseTarget(local), /it answered 500.*npm start/);
  answer = { status: 200, body: 'no JSON' };
  await assert.rejects(chooseTarget(local), TargetError);
  await assert.rejects(chooseTarget({ ...local, endpoint: 'http://127.0.0.1:1' }), /nothing to ask at/);
});
