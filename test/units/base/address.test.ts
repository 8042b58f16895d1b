import assert from 'node:assert/strict';
import { isIPv6 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, networkOf, parseAddress, parseBlock } from '../../../src/base/address.ts';

const text = (address: string): string => parseAddress(address)?.text ?? '';

test('an address has one reading, whatever its spelling', () => {
  const same: Readonly<Record<string, readonly string[]>> = {
    '1.2.3.4': [
      ...['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:1.2.3.4', '::ffff:1.2.3.4%eth0'],
      '0000:0000:0000:0000:0000:ffff:0102:0304',
    ],
    '2001:db8::1': ['2001:DB8::1', '2001:db8:0:0:0:0:0:1', '2001:0db8::0001', '2001:db8::0.0.0.1'],
    '64:ff9b::102:304': ['64:ff9b::1.2.3.4', '0064:FF9B:0::0102:0304'],
    'fe80::1': ['fe80::1%eth0', 'fe80::1%'],
    '::102:304': ['::1.2.3.4', '0:0:0:0:0:0:1.2.3.4'],
  };
  for (const [canonical, spellings] of Object.entries(same))
    for (const spelling of [canonical, ...spellings]) assert.equal(text(spelling), canonical, spelling);
});

test('what some read as an address and others do not is none', () => {
  for (const odd of [
    ...[
      '01.2.3.4',
      '1.2.3',
      '1.2.3.256',
      '0x7f.0.0.1',
      '2130706433',
      '127.1',
      ' 1.2.3.4',
      '1.2.3.4\n',
      '1.2.3.4/32',
    ],
    ...[
      '::ffff:010.8.8.8',
      '::ffff:0x7f.0.0.1',
      '::ffff:1.2.3.04',
      '::ffff:1.2.3',
      '::ffff:1.2.3.4.5',
      '::1.2.3.256',
    ],
    ...[
      '1.2.3.4::',
      '::1.2.3.4:5',
      '1:2:3:4:5:6:7:1.2.3.4',
      ':::1',
      '1::2::3',
      '00001::1',
      '[::1]',
      '%::1',
      '::1\n',
      '',
    ],
    ...['١.2.3.4', '::ffff:١.2.3.4', '::+1', '::0x1'],
  ])
    assert.equal(parseAddress(odd), null, JSON.stringify(odd));
});

test('addresses are read as the system reads them, and written so that they read the same', () => {
  const group = fc.oneof(fc.constant('0'), fc.stringMatching(/^[0-9a-fA-F]{1,5}$/), fc.constant(''));
  const octet = fc.integer({ min: 0, max: 300 }).map(String);
  const four = fc.array(octet, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
  const written = fc
    .tuple(fc.array(group, { minLength: 1, maxLength: 9 }), fc.option(four, { nil: '' }))
    .map(([groups, last]) => [...groups, ...(last === '' ? [] : [last])].join(':'));
  fc.assert(
    fc.property(written, (address) => {
      if (!address.includes(':')) return;
      const found = parseAddress(address);
      assert.equal(found !== null, isIPv6(address), address);
      if (found === null) return;
      const again = parseAddress(found.text)!;
      assert.deepEqual([again.a, again.b, again.c, again.d], [found.a, found.b, found.c, found.d]);
      assert.equal(addressText(found.a, found.b, found.c, found.d), found.text);
    }),
    { numRuns: 3_000 },
  );
});

test('a block of IPv4-mapped addresses is one of IPv4, and one that holds more is none', () => {
  assert.equal(parseBlock('::ffff:1.2.3.4/120')?.text, '1.2.3.0/24');
  assert.deepEqual(parseBlock('::ffff:1.2.3.4/120'), parseBlock('1.2.3.0/24'));
  assert.equal(parseBlock('::ffff:0:0/96')?.text, '0.0.0.0/0');
  assert.equal(parseBlock('::ffff:1.2.3.4')?.text, '1.2.3.4/32');
  for (const odd of [
    '::ffff:1.2.3.0/24',
    '::ffff:1.2.3.0/95',
    'fe80::1%eth0/64',
    '1.2.3.4/032',
    '1.2.3.4/33',
    '::/129',
  ])
    assert.equal(parseBlock(odd), null, odd);
});

test('clients that one NAT64 shows are clients of their own, and count as over IPv4', () => {
  const network = (address: string): string => networkOf(parseAddress(address)!);
  assert.equal(network('64:ff9b::203.0.113.7'), '203.0.113.7');
  assert.equal(network('203.0.113.7'), '203.0.113.7');
  assert.equal(network('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(network('2001:db8:1:2:3::4'), '2001:db8:1:2::/64');
  assert.equal(network('64:ff9b:0:0:1::1'), '64:ff9b::/64');
});
