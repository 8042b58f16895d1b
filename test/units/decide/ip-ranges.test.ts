import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress, parseBlock, untranslated } from '../../../src/base/address.ts';
import { IpRanges } from '../../../src/guard/decide/waf/addresses/ip-ranges.ts';
import { AddressIndex } from '../../../src/guard/decide/waf/gates/address-index.ts';
import { narrowRoom, rangesBytes, SharedRanges } from '../../../src/guard/decide/waf/managed/lists/ranges.ts';

/** A small generator, the same on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const v4 = (d: number): string => [d >>> 24, (d >>> 16) & 255, (d >>> 8) & 255, d & 255].join('.');

test('an address is in the set iff one of the blocks holds it', () => {
  const next = numbers(7);
  const texts = Array.from({ length: 300 }, (_, i) =>
    i % 2 === 0
      ? `${v4(next(2 ** 32))}/${4 + next(29)}`
      : `${[0, 0, 0].map(() => (0x2000 + next(64)).toString(16)).join(':')}::/${8 + next(121)}`,
  );
  const blocks = texts.map((text) => parseBlock(text)!);
  const ranges = IpRanges.of(texts);
  const holds = (words: number[]) =>
    blocks.some(({ first, last }) => {
      const big = (w: readonly number[]) => w.reduce((n, word) => (n << 32n) | BigInt(word), 0n);
      return big(words) >= big(first) && big(words) <= big(last);
    });
  const ends = blocks.flatMap(({ first, last }) => [first, last]);
  const around = ends.flatMap((w) => [-1, 0, 1].map((by) => [w[0], w[1], w[2], w[3] + by]));
  let inside = 0;
  for (const [a, b, c, d] of around as [number, number, number, number][]) {
    if (d < 0 || d > 0xffffffff) continue;
    const version = a === 0 && b === 0 && c === 0xffff ? 4 : 6;
    const has = ranges.has({ version, a, b, c, d, text: '' });
    assert.equal(has, holds([a, b, c, d]), `${a} ${b} ${c} ${d}`);
    if (has) inside++;
  }
  assert.ok(inside > 300);
});

test('blocks that touch, overlap or hold each other are one', () => {
  const ranges = IpRanges.of(['10.0.0.0/8', '10.1.0.0/16', '11.0.0.0/8', '0.0.0.0/1', '255.255.255.255']);
  for (const inside of ['0.0.0.0', '10.1.2.3', '11.255.255.255', '127.255.255.255', '255.255.255.255'])
    assert.equal(ranges.has(parseAddress(inside)!), true, inside);
  for (const outside of ['128.0.0.0', '255.255.255.254', '::1', '::ffff:128.0.0.1'])
    assert.equal(ranges.has(parseAddress(outside)!), false, outside);
});

test('an empty set holds nobody', () => {
  assert.equal(IpRanges.of([]).has(parseAddress('10.0.0.1')!), false);
  assert.equal(IpRanges.of([]).has(parseAddress('2001:db8::1')!), false);
});

test('a block of IPv4 holds clients that come through a NAT64, but for private addresses', () => {
  const ranges = IpRanges.of([
    '203.0.113.0/24',
    '10.0.0.0/8',
    '127.0.0.0/8',
    '192.168.0.0/16',
    '172.16.0.0/12',
  ]);
  const shared = new SharedRanges(new SharedArrayBuffer(rangesBytes(narrowRoom)), narrowRoom);
  shared.lay(ranges);
  const index = new AddressIndex([ranges, IpRanges.of(['64:ff9b::/96']), IpRanges.of(['198.51.100.0/24'])]);
  for (const [text, held, sets] of [
    ['64:ff9b::203.0.113.7', true, [1, 0]],
    ['::ffff:203.0.113.7', true, [0]],
    ['64:ff9b::198.51.100.7', false, [1, 2]],
    ['64:ff9b::10.0.0.1', false, [1]],
    ['64:ff9b::127.0.0.1', false, [1]],
    ['64:ff9b::192.168.1.1', false, [1]],
    ['64:ff9b::172.31.255.255', false, [1]],
    ['64:ff9b:1::203.0.113.7', false, [1]],
    ['2002:cb00:7107::1', false, [1]],
    ['::203.0.113.7', false, [1]],
  ] as const) {
    const address = parseAddress(text)!;
    assert.equal(ranges.has(address), held, text);
    assert.equal(shared.has(address), held, text);
    assert.deepEqual(index.of(address), sets, text);
  }
  assert.equal(IpRanges.of(['64:ff9b::/96']).has(parseAddress('64:ff9b::10.0.0.1')!), true);
});

test('the addresses that a NAT64 translates are those that may stand on the internet', () => {
  const edges = {
    ...{ '0.255.255.255': false, '1.0.0.0': true, '9.255.255.255': true, '11.0.0.0': true },
    ...{ '100.63.255.255': true, '100.64.0.0': false, '100.127.255.255': false, '100.128.0.0': true },
    ...{ '126.255.255.255': true, '127.0.0.0': false, '128.0.0.0': true, '169.254.169.254': false },
    ...{ '169.253.255.255': true, '172.15.255.255': true, '172.16.0.0': false, '172.32.0.0': true },
    ...{ '192.0.0.1': false, '192.0.1.0': true, '192.167.0.1': true, '192.168.0.1': false },
    ...{ '198.17.0.1': true, '198.18.0.1': false, '198.19.255.255': false, '198.20.0.1': true },
    ...{ '223.255.255.255': true, '224.0.0.1': false, '255.255.255.255': false },
  };
  for (const [four, global] of Object.entries(edges)) {
    const text = untranslated(parseAddress(`64:ff9b::${four}`)!).text;
    assert.equal(text === four, global, four);
  }
});
