import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressText, isIn, parseAddress, parseBlock } from '../../../src/base/address.ts';
import { forwardedClient } from '../../../src/guard/accept/client.ts';
import { readPreface } from '../../../src/guard/accept/proxy-protocol.ts';
import { eventually } from '../../waiting.ts';
import { door, hello } from './caller.ts';

const trusted = ['10.0.0.0/8', '2001:db8::/32', '127.0.0.1'].map((b) => parseBlock(b)!);
const peer = parseAddress('10.0.0.1')!;
const client = (...values: string[]): string =>
  forwardedClient(
    values.flatMap((v) => ['X-Forwarded-For', v]),
    peer,
    trusted,
  ).text;

test('an address lies in a block from its first to its last', () => {
  for (const inside of ['10.0.0.0', '10.255.255.255', '::ffff:10.1.2.3', '2001:db8::', '2001:db8:ffff::1']) {
    assert.ok(isIn(parseAddress(inside)!, trusted), inside);
  }
  for (const outside of ['9.255.255.255', '11.0.0.0', '2001:db7:ffff::', '2001:db9::', '::a00:1']) {
    assert.ok(!isIn(parseAddress(outside)!, trusted), outside);
  }
});

test('X-Forwarded-For is walked from the right, past trusted proxies, to the first address that is none', () => {
  assert.equal(client(), '10.0.0.1');
  assert.equal(client('203.0.113.7'), '203.0.113.7');
  assert.equal(client('198.51.100.1, 203.0.113.7'), '203.0.113.7');
  assert.equal(client('198.51.100.1, 203.0.113.7, 10.9.9.9,2001:db8::5'), '203.0.113.7');
  assert.equal(client('198.51.100.1', '203.0.113.7', '10.9.9.9'), '203.0.113.7');
  assert.equal(client('10.1.1.1, 10.2.2.2'), '10.1.1.1');
});

test('an entry that is no address ends the walk', () => {
  assert.equal(client('203.0.113.7, unknown'), '10.0.0.1');
  assert.equal(client('203.0.113.7, unknown, 10.9.9.9'), '10.9.9.9');
  assert.equal(client('203.0.113.7,,10.9.9.9'), '10.9.9.9');
  assert.equal(client('203.0.113.7,'), '10.0.0.1');
  assert.equal(client(''), '10.0.0.1');
  assert.equal(client('203.0.113.7 10.9.9.9'), '10.0.0.1');
  assert.equal(client('203.0.113.007'), '10.0.0.1');
  assert.equal(client(`1${'0'.repeat(9000)}`), '10.0.0.1');
});

test('an entry may carry a port', () => {
  assert.equal(client('203.0.113.7:4711'), '203.0.113.7');
  assert.equal(client('[2001:DB9::1]:4711'), '2001:db9::1');
  assert.equal(client('[2001:db9::1]'), '2001:db9::1');
  assert.equal(client('203.0.113.7:x'), '10.0.0.1');
  assert.equal(client('[2001:db9::1'), '10.0.0.1');
});

test('X-Forwarded-For counts only when the peer is trusted', async (t) => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n';
  for (const [proxies, expected] of [
    [trusted, '203.0.113.7'],
    [[], '127.0.0.1'],
  ] as const) {
    const d = await door(t, hello, { trustedProxies: proxies });
    const caller = await d.call();
    caller.write(request);
    await eventually(() => d.seen.length === 1);
    assert.equal(d.seen[0]!.client.text, expected);
    assert.equal(d.seen[0]!.clientPort === 0, expected !== '127.0.0.1');
  }
});

function binary(command: number, family: number, body: readonly number[]): Buffer {
  const head = Buffer.from('\r\n\r\n\0\r\nQUIT\n\0\0\0\0', 'latin1');
  head.set([command, family, body.length >> 8, body.length & 255], 12);
  return Buffer.concat([head, Buffer.from(body)]);
}
const V4 = [203, 0, 113, 7, 10, 0, 0, 1, 0x12, 0x34, 0x01, 0xbb];
const V6 = [...Array(4).keys()]
  .flatMap((i) => [0x20, 1, 0xd, 0xb9, 0, 0, 0, i])
  .concat(0x12, 0x34, 0x01, 0xbb);

test('the PROXY preface is read in both versions, and takes as many bytes as it has', () => {
  const line = readPreface(Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 4660 443\r\nGET'));
  const six = readPreface(Buffer.from('PROXY TCP6 2001:db9::7 2001:db9::1 4660 443\r\n'));
  const block = readPreface(binary(0x21, 0x11, [...V4, 0x04, 0, 1, 0]));
  const block6 = readPreface(binary(0x21, 0x21, V6));
  for (const [preface, text, used] of [
    [line, '203.0.113.7', 42],
    [six, '2001:db9::7', 45],
    [block, '203.0.113.7', 32],
    [block6, addressText(0x20010db9, 0, 0x20010db9, 1), 52],
  ] as const) {
    assert.ok(typeof preface === 'object');
    assert.equal(preface.client?.text, text);
    assert.equal(preface.clientPort, 4660);
    assert.equal(preface.port, 443);
    assert.equal(preface.used, used);
  }
  for (const own of [binary(0x20, 0, []), binary(0x21, 0x31, [1, 2]), Buffer.from('PROXY UNKNOWN x y\r\n')]) {
    const preface = readPreface(own);
    assert.ok(typeof preface === 'object' && preface.client === null);
  }
});

test('a PROXY preface that is not whole asks for more, and one that is none is flawed', () => {
  for (const whole of [binary(0x21, 0x21, V6), Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 4660 443\r\n')]) {
    for (let n = 1; n < whole.length; n++) assert.equal(readPreface(whole.subarray(0, n)), 'more', `${n}`);
  }
  for (const flawed of [
    'GET / HTTP/1.1\r\n',
    'PROXX ',
    'PROXY TCP4 203.0.113.7 10.0.0.1 4660\r\n',
    'PROXY TCP4 2001:db9::7 2001:db9::1 4660 443\r\n',
    'PROXY TCP4 203.0.113.7 10.0.0.1 66000 443\r\n',
    'PROXY TCP4 203.0.113.7 10.0.0.1  443\r\n',
    `PROXY ${'x'.repeat(200)}`,
    '\r\n\r\nGET /',
  ]) {
    assert.equal(readPreface(Buffer.from(flawed)), 'flawed', flawed);
  }
  assert.equal(readPreface(binary(0x21, 0x11, [1, 2])), 'flawed');
  assert.equal(readPreface(binary(0x31, 0x11, V4)), 'flawed');
});

test('a request behind a PROXY preface is from whom the proxy says', async (t) => {
  const d = await door(t, hello, { trustedProxies: trusted, proxyProtocol: true });
  for (const preface of [
    Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 4660 443\r\n'),
    binary(0x21, 0x11, V4),
  ]) {
    const caller = await d.call();
    const bytes = Buffer.concat([
      preface,
      Buffer.from('GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 8.8.8.8\r\n\r\n'),
    ]);
    for (const byte of bytes) caller.write(Buffer.from([byte]));
    await caller.until((s) => s.endsWith('/'));
    const x = d.seen.at(-1)!;
    assert.deepEqual([x.client.text, x.clientPort, x.port], ['203.0.113.7', 4660, 443]);
  }
});

test('a connection without a PROXY preface, or with one from a stranger, is cut', async (t) => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const without = await door(t, hello, { trustedProxies: trusted, proxyProtocol: true });
  const first = await without.call();
  first.write(request);
  assert.equal(await first.end(), '');
  const silent = await without.call();
  await eventually(() => without.listener.connections === 1);
  without.clock.advance(11_000);
  without.listener.sweep();
  assert.equal(await silent.end(), '');
  const strange = await door(t, hello, { proxyProtocol: true });
  const second = await strange.call();
  second.write(`PROXY TCP4 203.0.113.7 10.0.0.1 4660 443\r\n${request}`);
  assert.equal(await second.end(), '');
  assert.equal(without.seen.length + strange.seen.length, 0);
});
