import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress, parseBlock } from '../../../src/base/address.ts';
import { IpRanges } from '../../../src/guard/decide/waf/addresses/ip-ranges.ts';

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
