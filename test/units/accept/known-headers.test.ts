import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Exchange } from '../../../src/base/exchange.ts';
import { bodyOf, door, statuses } from './caller.ts';

// Of a flawed head as many bytes count as show the flaw, when they arrive so.
const told = ({ method, target, headers, protocol, headBytes, wire, fault }: Exchange) => ({
  ...{ method, target, headers: [...headers], protocol, length: wire.length },
  headBytes: fault === null ? headBytes : 0,
  fault: (fault as { code?: string } | null)?.code ?? '',
});

const answer = async (x: Exchange): Promise<void> => {
  await bodyOf(x);
  x.wire.send(200, [], 'done');
};

const lines = fc.constantFrom(
  'GET /a HTTP/1.1',
  'GET /b?c=d HTTP/1.1',
  'HEAD /a HTTP/1.1',
  'GET /a HTTP/1.0',
  'GET http://b.test/x HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'TRACE / HTTP/1.1',
  'GET /a HTTP/1.2',
  'GET /a  HTTP/1.1',
  'GET a HTTP/1.1',
  `GET /${'x'.repeat(9_000)} HTTP/1.1`,
  `${'M'.repeat(10_400)} /a HTTP/1.1`,
);
const blocks = fc.constantFrom(
  'Host: a.test\r\n\r\n',
  'Host: a.test\r\nAccept: */*\r\n\r\n',
  'Host: a.test\r\nAccept: *//\r\n\r\n',
  'Host: a.test\r\nX-Amzn-RequestId: 6d9a1f0e-3c52-4b7e-9a10-5f2b8c7d4e61\r\n\r\n',
  'Host: a.test\r\nContent-Length: 5\r\n\r\nhello',
  'Host: a.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
  'Host: a.test\r\nConnection: close\r\n\r\n',
  'Connection: keep-alive\r\n\r\n',
  'Accept: */*\r\n\r\n',
  'Host: a.test\r\n Accept: */*\r\n\r\n',
  'Host: a.test\nAccept: */*\r\n\r\n',
  `Host: a.test\r\nX-Long: ${'y'.repeat(5_000)}\r\n\r\n`,
  '\r\n',
);
// Mostly the same headers again, as callers send them.
const requests = fc
  .tuple(
    fc.array(blocks, { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(lines, fc.nat(5)), { minLength: 2, maxLength: 6 }),
  )
  .map(([own, all]) => all.map(([line, which]) => `${line}\r\n${own[which % own.length]!}`));

test('requests of one connection are read as each would be on one of its own, however their bytes arrive', async (t) => {
  const d = await door(t, answer);
  const property = fc.asyncProperty(requests, fc.array(fc.nat(400), { maxLength: 4 }), async (all, cuts) => {
    const alone: ReturnType<typeof told>[] = [];
    const answers: number[] = [];
    for (const bytes of all) {
      d.seen.length = 0;
      const caller = await d.call();
      caller.socket.end(bytes, 'latin1');
      answers.push(...statuses(await caller.end()));
      alone.push(...d.seen.map(told));
      const { fault, headers, protocol } = alone.at(-1)!;
      const last = fault !== '' || (protocol === 'HTTP/1.0' && !headers.includes('keep-alive'));
      if (last || headers.includes('close')) break;
    }
    d.seen.length = 0;
    const caller = await d.call();
    let rest = all.join('');
    for (const cut of cuts) {
      caller.write(rest.slice(0, cut));
      rest = rest.slice(cut);
      await new Promise((resolve) => setImmediate(resolve));
    }
    caller.socket.end(rest, 'latin1');
    assert.deepEqual(statuses(await caller.end()), answers);
    assert.deepEqual(d.seen.map(told), alone);
  });
  await fc.assert(property, { numRuns: 150 });
});

test('headers that come again are the same array, and others are not', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  const get = (target: string, more = '') => `GET ${target} HTTP/1.1\r\nHost: a.test\r\n${more}\r\n`;
  caller.write(get('/1') + get('/2') + get('/3', 'A: b\r\n') + get('/4', 'A: b\r\n') + get('/5'));
  await caller.until((text) => text.endsWith('/5'));
  const headers = d.seen.map((x) => x.headers);
  assert.equal(headers[1], headers[0]);
  assert.notEqual(headers[2], headers[0]);
  assert.equal(headers[3], headers[2]);
  assert.notEqual(headers[4], headers[3]);
  const other = await d.call();
  other.write(get('/6'));
  await other.until((text) => text.endsWith('/6'));
  assert.notEqual(d.seen[5]!.headers, headers[4], 'nothing goes from one connection to another');
  assert.notEqual(d.seen[5]!.connection, d.seen[4]!.connection);
});

test('a long block of headers is read anew each time', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  const get = `GET /x HTTP/1.1\r\nHost: a.test\r\nX-Long: ${'y'.repeat(5_000)}\r\n\r\n`;
  caller.write(get + get);
  await caller.until((text) => statuses(text).length === 2 && text.endsWith('/x'));
  assert.notEqual(d.seen[1]!.headers, d.seen[0]!.headers);
  assert.deepEqual(d.seen[1]!.headers, d.seen[0]!.headers);
});

test('a connection that says nothing for five seconds keeps nothing of its last request', async (t) => {
  const d = await door(t);
  const caller = await d.call();
  const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: a.test\r\nX-Api-Key: a\r\n\r\n`;
  caller.write(get('/1'));
  await caller.until((text) => text.endsWith('/1'));
  const connection = d.seen[0]!.connection!;
  connection.found = 'something';
  connection.key = 'something';
  d.clock.advance(5_000);
  d.listener.sweep();
  assert.deepEqual([connection.found, connection.key], ['something', 'something']);
  d.clock.advance(1);
  d.listener.sweep();
  assert.deepEqual([connection.found, connection.key], [null, null]);
  caller.write(get('/2'));
  await caller.until((text) => text.endsWith('/2'));
  assert.deepEqual(d.seen[1]!.headers, d.seen[0]!.headers);
  assert.notEqual(d.seen[1]!.headers, d.seen[0]!.headers);
});
