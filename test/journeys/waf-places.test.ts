import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Definition } from '../../src/define/model/definition.ts';
import { settingsShape } from '../../src/define/model/settings.ts';
import { smallDefinition, smallRule } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';

const cloud = smallRule('cloud', 0, { AsnMatchStatement: { AsnList: [13335] } }, { action: { Count: {} } });
const search = smallRule('search', 1, {
  LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:clientip:asn:15169' },
});
const crowd = smallRule('crowd', 2, {
  RateBasedStatement: {
    ...{ Limit: 10, EvaluationWindowSec: 300, AggregateKeyType: 'CUSTOM_KEYS' },
    CustomKeys: [{ ASN: {} }],
  },
});

function definition(settings: object = {}): Definition {
  const given = { trustedProxies: ['127.0.0.0/8'], ...settings };
  return { ...smallDefinition({ rules: [cloud, search, crowd] }), settings: settingsShape.parse(given) };
}

for (const workers of [1, 4]) {
  test(`systems are known without a setting, to each of ${workers} workers: by rules, labels, rates and the log`, async (t) => {
    const data = temporaryFolder(t);
    const gateway = await startGateway({ definition: definition(), data, workers });
    t.after(() => gateway.close());
    const status = async (client: string): Promise<number> => {
      const headers = { 'X-Forwarded-For': client, Connection: 'close' };
      const response = await fetch(gateway.api('prod', '/pets'), { headers });
      await response.arrayBuffer();
      return response.status;
    };
    for (const client of ['8.8.8.8', '2001:4860:4860::8888', '64:ff9b::8.8.4.4', '::ffff:8.8.8.8'])
      assert.equal(await status(client), 403, client);
    assert.equal(await status('64:ff9b::10.0.0.1'), 200);
    const [one, other] = ['1.1.1.1', '2606:4700::1111'];
    for (let i = 0; i < 10; i++) assert.equal(await status(i % 2 === 0 ? one : other), 200, String(i));
    assert.equal(await status('1.0.0.1'), 403, 'the eleventh of one system, of whatever address');
    assert.equal(await status('9.9.9.9'), 200);
    const file = join(data, 'logs', 'aws-waf-logs-small-acl.jsonl');
    const lines = (): string[] =>
      existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    await eventually(
      () => lines().length >= 5,
      () => lines().join('\n'),
    );
    const logged = lines().map((line) => JSON.parse(line) as { clientAsn: number });
    assert.deepEqual(logged.map((record) => record.clientAsn).sort(), [13335, 15169, 15169, 15169, 15169]);
  });
}

test('a reload with a database that is none is refused with its name, and what is in force stays', async (t) => {
  const folder = temporaryFolder(t);
  const broken = join(folder, 'cut.mmdb');
  writeFileSync(broken, readFileSync('test/fixtures/asn.mmdb').subarray(0, 300));
  let now = definition();
  const gateway = await startGateway({
    source: { name: 'now', read: async () => ({ definition: now, notes: [], files: [] }) },
  });
  t.after(() => gateway.close());
  now = definition({ asnDatabase: broken });
  const refused = await gateway.supervisor.reload();
  assert.equal(refused.ok, false);
  assert.match(refused.notes[0]!.message, /cut\.mmdb is no MMDB file, or was cut short/);
  const headers = { 'X-Forwarded-For': '8.8.8.8' };
  assert.equal((await fetch(gateway.api('prod', '/pets'), { headers })).status, 403);
});

test('the log of a web ACL that has a logging configuration knows systems that no rule asks for', async (t) => {
  const data = temporaryFolder(t);
  const acl = smallDefinition().webAcls[0]!;
  const of: Definition = {
    ...definition(),
    webAcls: [{ ...acl, rules: [smallRule('all', 0, { GeoMatchStatement: { CountryCodes: ['US'] } })] }],
    loggingConfigurations: [
      {
        ...{ id: 'log', origin: acl.origin, webAclArn: acl.arn, filter: null },
        destinations: ['arn:aws:logs:us-east-1:000000000000:log-group:aws-waf-logs-small'],
        redacted: [],
      },
    ],
  };
  const gateway = await startGateway({ definition: of, data });
  t.after(() => gateway.close());
  const headers = { 'X-Forwarded-For': '8.8.8.8' };
  assert.equal((await fetch(gateway.api('prod', '/pets'), { headers })).status, 403);
  const file = join(data, 'logs', 'aws-waf-logs-small', 'us-east-1_small-acl_0.jsonl');
  await eventually(
    () => existsSync(file) && /"clientAsn":15169/.test(readFileSync(file, 'utf8')),
    () => (existsSync(file) ? readFileSync(file, 'utf8') : 'no log'),
  );
});
