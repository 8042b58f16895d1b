import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { lacksPlaces, placesIn } from '../../../src/guard/decide/waf/addresses/places.ts';
import { SharedCells } from '../../../src/operate/supervise/cells.ts';

const settings = settingsShape.parse({});
const fixture = 'test/fixtures/asn.mmdb';

test('countries and systems are known without a setting, from the packages', () => {
  const places = placesIn({});
  assert.equal(places.countries()(parseAddress('8.8.8.8')!), 'US');
  assert.equal(places.systems()(parseAddress('8.8.8.8')!), 15169);
  assert.equal(places.systems()(parseAddress('2001:4860:4860::8888')!), 15169);
});

test('an address that a NAT64 made of an IPv4 one belongs where that one does, unless it is private', () => {
  for (const asked of [placesIn({}), placesIn({ asnDatabase: fixture })]) {
    const [country, system] = [asked.countries(), asked.systems()];
    for (const four of ['8.8.8.8', '203.0.113.7', '198.51.100.9']) {
      assert.equal(system(parseAddress(`64:ff9b::${four}`)!), system(parseAddress(four)!), four);
      assert.equal(system(parseAddress(`::ffff:${four}`)!), system(parseAddress(four)!), four);
      assert.equal(country(parseAddress(`64:ff9b::${four}`)!), country(parseAddress(four)!), four);
    }
    assert.equal(system(parseAddress('64:ff9b::10.0.0.1')!), 0);
    assert.equal(system(parseAddress('64:ff9b:1::8.8.8.8')!), 0);
    assert.equal(system(parseAddress('2002:808:808::1')!), 0);
  }
});

test('a database that the settings name stands in the place of the package', () => {
  const system = placesIn({ asnDatabase: fixture }).systems();
  assert.equal(system(parseAddress('203.0.113.7')!), 64501);
  assert.equal(system(parseAddress('8.8.8.8')!), 0);
});

test('a database of IPv4 alone says nothing of IPv6 addresses', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const bytes = readFileSync(fixture);
  const version = bytes.lastIndexOf('ip_version') + 'ip_version'.length;
  assert.equal(bytes[version + 1], 6, 'the number behind the type that says how long it is');
  bytes[version + 1] = 4;
  writeFileSync(join(folder, 'four.mmdb'), bytes);
  const system = placesIn({ asnDatabase: join(folder, 'four.mmdb') }).systems();
  assert.equal(system(parseAddress('2001:db8:5::1')!), 0);
});

test('a database lies once in shared memory, and stays while definitions ask for it', () => {
  const cells = new SharedCells();
  const generation = (): void => {
    const next = cells.layOut();
    const places = placesIn({}, next.cells);
    assert.equal(places.systems()(parseAddress('8.8.8.8')!), 15169);
    assert.equal(places.countries()(parseAddress('8.8.8.8')!), 'US');
    next.settle();
  };
  generation();
  const first = cells.laid;
  const { bytes } = cells;
  generation();
  assert.deepEqual([...cells.laid.keys()], [...first.keys()]);
  for (const [id, memory] of cells.laid) assert.equal(memory, first.get(id), id);
  assert.equal(cells.bytes, bytes);
  const lengths = [...first].filter(([id]) => id.endsWith(' length'));
  assert.equal(lengths.length, 2);
  for (const [id, memory] of lengths)
    assert.equal(new Uint32Array(memory)[0], first.get(id.replace(/ length$/, ''))?.byteLength, id);
  const worker = placesIn({}, (id) => cells.laid.get(id)!);
  assert.equal(worker.systems()(parseAddress('1.1.1.1')!), 13335);
});

test('a file that is no database is told while compiling, not to a request', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const cut = join(folder, 'cut.mmdb');
  writeFileSync(cut, readFileSync(fixture).subarray(0, 400));
  assert.throws(
    () => placesIn({ asnDatabase: cut }).systems(),
    /cut\.mmdb is no MMDB file, or was cut short/,
  );
  assert.throws(() => placesIn({ countryDatabase: folder }).countries(), /is no regular file/);
});

test('what is named and is not there is told by the setting that names it', () => {
  const named = { ...settings, asnDatabase: '/nowhere/asn.mmdb', countryDatabase: '/nowhere/c.mmdb' };
  assert.match(lacksPlaces('autonomous systems', named), /settings\.asnDatabase names \/nowhere\/asn\.mmdb/);
  assert.match(lacksPlaces('countries', named), /settings\.countryDatabase names \/nowhere\/c\.mmdb/);
  assert.equal(lacksPlaces('autonomous systems', settings), '');
});

test('without the package, rules that ask for systems are refused with what to install', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const without = join(folder, 'without.mjs');
  writeFileSync(
    without,
    `import { registerHooks } from 'node:module';
registerHooks({
  resolve(name, context, next) {
    if (name.startsWith('@ip-location-db/asn/')) throw new Error('not installed');
    return next(name, context);
  },
});`,
  );
  const file = join(folder, 'template.json');
  const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' };
  const rule = { Name: 'far', Priority: 0, Action: { Block: {} }, VisibilityConfig };
  const Rules = [{ ...rule, Statement: { AsnMatchStatement: { AsnList: [1] } } }];
  const Properties = { Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig, Rules };
  writeFileSync(file, JSON.stringify({ Resources: { Acl: { Type: 'AWS::WAFv2::WebACL', Properties } } }));
  const read = (...before: string[]): string => {
    try {
      return execFileSync(process.execPath, [...before, 'src/operate/cli/portcullis.ts', 'check', file], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (fault) {
      return String((fault as { stdout: string }).stdout);
    }
  };
  assert.match(read('--import', without), /npm install .*@ip-location-db\/asn.*settings\.asnDatabase/);
  assert.doesNotMatch(read(), /no-asn-database/);
});
