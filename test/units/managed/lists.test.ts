import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { IpRanges } from '../../../src/guard/decide/waf/addresses/ip-ranges.ts';
import { from } from '../../../src/guard/decide/waf/cases.ts';
import {
  digestOf,
  digestsBytes,
  SharedDigests,
} from '../../../src/guard/decide/waf/managed/lists/digests.ts';
import { narrowRoom, rangesBytes, SharedRanges } from '../../../src/guard/decide/waf/managed/lists/ranges.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { Lists } from '../../../src/operate/lists/lists.ts';
import { readCredentials } from '../../../src/operate/lists/read-credentials.ts';
import { readBlocks } from '../../../src/operate/lists/read-list.ts';
import { silentLog } from '../../../src/operate/supervise/process-log.ts';
import { temporaryFolder } from '../../folders.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../decide/at-hand.ts';

const has = (ranges: SharedRanges, text: string): boolean => ranges.has(parseAddress(text)!);

function folderOf(t: TestContext): string {
  const folder = temporaryFolder(t);
  return folder;
}

/** A web ACL that refers to the reputation lists, and what fills them. */
function listed(t: TestContext, lists: object) {
  const group = { VendorName: 'AWS', Name: 'AWSManagedRulesAmazonIpReputationList' };
  const refers = rule('ref', { ManagedRuleGroupStatement: group }, null, { overrideAction: { None: {} } });
  const of = definition({ settings: settingsShape.parse({ lists }), webAcls: [acl([refers])] });
  const at = given(of);
  const decide = waf.compile({ webAcl: aclArn }, at);
  const folder = folderOf(t);
  const keeper = new Lists(folder, silentLog());
  t.after(() => keeper.close());
  return {
    folder,
    keeper,
    begin: () => keeper.begin(of, at.laid),
    async send(address: string) {
      const x = await exchangeOf(from(address));
      await decide(x);
      return { ended: x.waf?.groups?.[0]?.terminating ?? '', labels: x.labels ?? [] };
    },
  };
}

test('lists are read as they are published', () => {
  const texts = (text: string): string[] => readBlocks(text).map((block) => block.text);
  assert.deepEqual(texts('# drop\n203.0.113.0/24 ; SBL1\n\n198.51.100.7\r\n2001:db8::/32 # six\n'), [
    '203.0.113.0/24',
    '198.51.100.7/32',
    '2001:db8::/32',
  ]);
  assert.deepEqual(texts('"198.51.100.1","x"\nExitAddress 203.0.113.9 2026-01-01 00:00:00\nnothing here\n'), [
    '198.51.100.1/32',
    '203.0.113.9/32',
  ]);
  assert.deepEqual(texts('{"prefixes":[{"ip_prefix":"203.0.113.0/24"},{"ipv6Prefix":"2001:db8::/48"}]}'), [
    '203.0.113.0/24',
    '2001:db8::/48',
  ]);
  assert.deepEqual(texts('{"cidr":"203.0.113.0/24"}\n{"cidr":"198.51.100.0/24"}\n'), [
    '203.0.113.0/24',
    '198.51.100.0/24',
  ]);
});

test('what would refuse everybody, or every caller behind a proxy of one’s own, is left out', () => {
  assert.deepEqual(
    readBlocks('0.0.0.0/0\n8.0.0.0/5\n::/0\n10.1.2.3\n127.0.0.1\n192.168.0.0/16\nfe80::1\n'),
    [],
  );
});

test('a list is replaced while it is looked at, and holds what fits', () => {
  const cells = new SharedArrayBuffer(rangesBytes(narrowRoom));
  const [writer, reader] = [new SharedRanges(cells, narrowRoom), new SharedRanges(cells, narrowRoom)];
  assert.equal(has(reader, '203.0.113.7'), false);
  assert.equal(writer.lay(IpRanges.of(['203.0.113.0/24', '198.51.100.1/32', '2001:db8::/32'])), 0);
  assert.equal(has(reader, '203.0.113.255'), true);
  assert.equal(has(reader, '203.0.114.0'), false);
  assert.equal(has(reader, '198.51.100.1'), true);
  assert.equal(has(reader, '2001:db8:ffff::1'), true);
  assert.equal(has(reader, '2001:db9::'), false);
  assert.equal(reader.size, 3);
  writer.lay(IpRanges.of(['192.0.2.0/24']));
  assert.equal(has(reader, '203.0.113.7'), false);
  assert.equal(has(reader, '192.0.2.9'), true);
  const many = Array.from({ length: 9_000 }, (_, i) => `20.${i >> 8}.${i & 255}.2/32`);
  assert.equal(writer.lay(IpRanges.of(many)), 1_000);
});

test('stolen credentials are found by name and password, and by their digest', () => {
  const digests = new SharedDigests(new SharedArrayBuffer(digestsBytes));
  const digest = '3a6bf2a9a2c1e9b1f0c5b7c0e0a8b9b6a5d4c3b2a1908f7e6d5c4b3a29181706';
  digests.lay(readCredentials(`# mine\nAnn@Example.com:S3cret:x\n${digest}\nno colon\n:nobody\n`));
  assert.equal(digests.size, 2);
  assert.equal(digests.has(...digestOf('ann@example.com:S3cret:x')), true);
  assert.equal(digests.has(...digestOf('ann@example.com:s3cret:x')), false);
  assert.equal(digests.has(0x3a6bf2a9, 0xa2c1e9b1), true);
});

test('the rules of the reputation group ask the lists of the settings, and a changed file is read again', async (t) => {
  const folder = folderOf(t);
  const [bad, floods] = [join(folder, 'bad.netset'), join(folder, 'ddos.txt')];
  writeFileSync(bad, '203.0.113.0/24\n');
  writeFileSync(floods, '198.51.100.0/24\n');
  const one = listed(t, { reputation: [bad], ddos: [floods] });
  assert.equal((await one.send('203.0.113.7')).ended, '');
  one.begin();
  const { ended, labels } = await one.send('203.0.113.7');
  assert.equal(ended, 'AWSManagedIPReputationList');
  assert.deepEqual(labels, ['awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList']);
  const counted = await one.send('198.51.100.7');
  assert.equal(counted.ended, '');
  assert.deepEqual(counted.labels, ['awswaf:managed:aws:amazon-ip-list:AWSManagedIPDDoSList']);
  writeFileSync(bad, '192.0.2.0/24\n198.18.0.0/15\n');
  one.keeper.look();
  assert.equal((await one.send('203.0.113.7')).ended, '');
  assert.equal((await one.send('192.0.2.1')).ended, 'AWSManagedIPReputationList');
});

test('a URL is fetched again when it is due, and its copy holds when it does not answer', async (t) => {
  let status = 200;
  let body = '203.0.113.0/24\n';
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`;
  const one = listed(t, { reputation: [url], refreshMinutes: 5 });
  one.begin();
  await one.keeper.settled;
  assert.equal((await one.send('203.0.113.7')).ended, 'AWSManagedIPReputationList');
  body = '192.0.2.0/24\n';
  one.keeper.look(performance.now() + 4 * 60_000);
  await one.keeper.settled;
  assert.equal((await one.send('192.0.2.7')).ended, '', 'not due yet');
  one.keeper.look(performance.now() + 6 * 60_000);
  await one.keeper.settled;
  assert.equal((await one.send('192.0.2.7')).ended, 'AWSManagedIPReputationList');
  status = 503;
  one.keeper.look(performance.now() + 12 * 60_000);
  await one.keeper.settled;
  assert.equal((await one.send('192.0.2.7')).ended, 'AWSManagedIPReputationList');
});
