import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { parseAddress } from '../../../src/base/address.ts';
import { readSystems } from '../../../src/guard/decide/waf/addresses/read-systems.ts';
import { Systems } from '../../../src/guard/decide/waf/addresses/systems.ts';

const six = '42540766411282592856903984951653826560,42540766490510755371168322545197776895,64503,Six\n';

/** The systems of two files with these rows. */
function systems(t: TestContext, four: string, sixes = six): Systems {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'four.csv'), four);
  writeFileSync(join(folder, 'six.csv'), sixes);
  return new Systems(readSystems(join(folder, 'four.csv'), join(folder, 'six.csv')));
}

const at = (found: Systems, address: string): number => found.of(parseAddress(address)!);

test('an address belongs to the system whose row it lies in, and to none between rows', (t) => {
  const found = systems(
    t,
    [
      '0,255,64500,Zero',
      '3405803776,3405803903,64501,"Half, Inc."',
      '3405803904,3405804031,64502,"The ""Other""\nHalf"',
      '4294967040,4294967295,4294967295,Last\r\n',
    ].join('\n'),
  );
  const wanted = {
    ...{ '0.0.0.0': 64500, '0.0.0.255': 64500, '0.0.1.0': 0, '203.0.112.255': 0, '203.0.113.0': 64501 },
    ...{ '203.0.113.127': 64501, '203.0.113.128': 64502, '203.0.113.255': 64502, '203.0.114.0': 0 },
    ...{ '255.255.254.255': 0, '255.255.255.0': 4_294_967_295, '255.255.255.255': 4_294_967_295 },
    ...{ '2001:db8::': 64503, '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff': 64503, '2001:db9::': 0 },
    ...{ '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff': 0, '::ffff:203.0.113.9': 64501, '::203.0.113.9': 0 },
    ...{ 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff': 0, '::': 0 },
  };
  for (const [address, system] of Object.entries(wanted)) assert.equal(at(found, address), system, address);
});

test('the last address of all may belong to a system, in either version', (t) => {
  const most = 2n ** 128n - 1n;
  const found = systems(t, '4294967295,4294967295,7,Last\n', `${most - 1n},${most},8,Last\n`);
  assert.equal(at(found, '255.255.255.255'), 7);
  assert.equal(at(found, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'), 8);
  assert.equal(at(found, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffd'), 0);
});

test('where rows overlap, the one that begins later has the addresses of both', (t) => {
  const found = systems(t, '10,100,1,Wide\n50,120,2,Later\n');
  assert.deepEqual(
    ['0.0.0.10', '0.0.0.49', '0.0.0.50', '0.0.0.100', '0.0.0.120', '0.0.0.121'].map((a) => at(found, a)),
    [1, 1, 2, 2, 2, 0],
  );
});

test('any rows in order give each address the system of its row', (t) => {
  const row = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 3 }),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.boolean(), (rows, wide) => {
      const base = wide ? (0x20010db8n << 96n) + 0xffffffe0n : 0xfffffe00n;
      const of = new Map<bigint, number>();
      let next = base;
      let text = '';
      for (const [gap, more, system] of rows) {
        const first = next + BigInt(gap);
        const last = first + BigInt(more);
        for (let i = first; i <= last; i++) of.set(i, system);
        text += `${first},${last},${system},x\n`;
        next = last + 1n;
      }
      const found = wide ? systems(t, '1,1,1,x\n', text) : systems(t, text);
      const word = (n: bigint, i: bigint): number => Number((n >> (i * 32n)) & 0xffffffffn);
      for (let i = base - 2n; i < next + 2n; i++) {
        const [a, b, c] = wide ? [word(i, 3n), word(i, 2n), word(i, 1n)] : [0, 0, 0xffff];
        const address = { version: wide ? 6 : 4, a, b, c, d: word(i, 0n), text: '' } as const;
        assert.equal(found.of(address), of.get(i) ?? 0, String(i));
      }
    }),
    { numRuns: 60 },
  );
});

for (const [what, four, wrong] of [
  ['no number', '1,2,64500,A\nx,2,3,B\n', /four\.csv:2: the row must be first,last,number,name/],
  ['too few columns', '1,2,64500\n', /four\.csv:1: the row must be first,last,number,name/],
  ['words behind a quoted name', '1,2,3,"A"B\n', /four\.csv:1: the row must be/],
  ['an empty line', '1,2,3,A\n\n', /four\.csv:2: the row must be/],
  ['an address of IPv6 among those of IPv4', '1,4294967296,3,A\n', /four\.csv:1: .* more than 32 bits/],
  ['a number with no end', `1,${'9'.repeat(500)},3,A\n`, /four\.csv:1: .* more than 32 bits/],
  ['rows out of order', '5,6,1,A\n7,8,1,A\n5,6,1,A\n', /four\.csv:3: .* no later than the row before/],
  ['a row that ends before it begins', '5,4,1,A\n', /four\.csv:1: .* ends before it begins/],
  ['a row behind the last address', '0,4294967295,1,A\n0,1,1,A\n', /four\.csv:2: .* no later/],
  ['nothing', '', /four\.csv:1: .* the file is empty/],
  ['a name that is not closed', '1,2,3,A\n4,5,6,"B\n', /four\.csv:2: .* cut short/],
  ['a last row without its end', '1,2,3,A\n4,5,6,B', /four\.csv:2: .* cut short/],
] as const) {
  test(`a file of systems with ${what} is told by file and line`, (t) => {
    assert.throws(() => systems(t, four), wrong);
  });
}

test('a file of systems that ends at any byte is whole rows, or told to be cut short', (t) => {
  const whole = '16777216,16777471,13335,"Cloud, ""Inc."""\n16778240,16779263,38803,Pty\r\n';
  for (let end = 0; end < whole.length; end++) {
    if (whole[end - 1] === '\n') assert.equal(at(systems(t, whole.slice(0, end)), '1.0.0.1'), 13335);
    else assert.throws(() => systems(t, whole.slice(0, end)), /cut short|empty/, String(end));
  }
});
