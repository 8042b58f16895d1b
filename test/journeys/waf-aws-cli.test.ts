import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { KeptConnection } from './keep-alive.ts';
import { aws as command } from './support/aws-cli.ts';
import { testFile } from './support/files.ts';

/** What `aws wafv2 …` makes of its options: its answer, or the error that it tells. */
type Wafv2 = (command: string, options?: Readonly<Record<string, unknown>>) => Promise<Answer>;
interface Answer {
  readonly [member: string]: unknown;
  readonly error: string;
}

/** Options that are no text go by files, as JSON. */
function wafv2(t: TestContext, gateway: TestGateway): Wafv2 {
  const folder = temporaryFolder(t);
  return async (name, options = {}) => {
    const words = Object.entries(options).flatMap(([option, value]) => {
      if (typeof value === 'string') return [`--${option}`, value];
      writeFileSync(join(folder, `${option}.json`), JSON.stringify(value));
      return [`--${option}`, `file://${join(folder, `${option}.json`)}`];
    });
    const { out, err } = await command(gateway.endpoint, ['wafv2', name, ...words]);
    return { ...(out as object | null), error: err };
  };
}

interface Summary {
  readonly Name: string;
  readonly Id: string;
  readonly ARN: string;
  readonly LockToken: string;
}
const summary = ({ Summary, error }: Answer): Summary => {
  assert.equal(error, '');
  return Summary as Summary;
};
const token = ({ NextLockToken, error }: Answer): string => {
  assert.equal(error, '');
  return NextLockToken as string;
};
const fine = ({ error }: Answer): void => assert.equal(error, '');

const seen = (MetricName: string) => ({
  ...{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true },
  MetricName,
});
const rule = (Name: string, Priority: number, Statement: object, more: object) => ({
  ...{ Name, Priority, Statement, VisibilityConfig: seen(Name) },
  ...more,
});
const inQuery = (text: string) => ({
  ByteMatchStatement: {
    SearchString: Buffer.from(text).toString('base64'),
    FieldToMatch: { QueryString: {} },
    TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
    PositionalConstraint: 'CONTAINS',
  },
});

async function started(t: TestContext, file: string, data: string): Promise<TestGateway> {
  const gateway = await startGateway({ files: [file], data, workers: 2 });
  t.after(() => gateway.close());
  return gateway;
}

async function statuses(gateway: TestGateway, ...queries: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const query of queries) {
    const response = await fetch(`${gateway.url}/?${query}`, {
      headers: { Connection: 'close', Host: 'shop.localhost' },
    });
    await response.arrayBuffer();
    found.push(response.status);
  }
  return found;
}

test('the AWS CLI makes an IP set, a rule group and a web ACL with both, puts it in front of a stage, changes it, and takes all away again', async (t) => {
  const data = temporaryFolder(t);
  const file = testFile(
    t,
    'portcullis.yaml',
    JSON.stringify({ apis: { shop: { to: 'http://127.0.0.1:9' } } }),
  );
  const first = await started(t, file, data);
  const aws = wafv2(t, first);
  const Scope = { scope: 'REGIONAL' };
  const kept = await KeptConnection.open(first.url);
  t.after(() => kept.close());
  const open = await statuses(first, 'a=probe');
  assert.deepEqual(open, [504]);

  const set = summary(
    await aws('create-ip-set', {
      ...{ ...Scope, name: 'office', 'ip-address-version': 'IPV4', addresses: ['203.0.113.0/24'] },
      description: 'who may in',
      tags: [{ Key: 'team', Value: 'web' }],
    }),
  );
  fine(await aws('tag-resource', { 'resource-arn': set.ARN, tags: [{ Key: 'env', Value: 'prod' }] }));
  fine(await aws('untag-resource', { 'resource-arn': set.ARN, 'tag-keys': ['team'] }));
  const probes = rule('probes', 0, inQuery('probe'), {
    Action: { Block: {} },
    RuleLabels: [{ Name: 'probe' }],
  });
  const capacity = await aws('check-capacity', { ...Scope, rules: [probes] });
  assert.equal(capacity.Capacity, 20);
  const group = summary(
    await aws('create-rule-group', {
      ...{ ...Scope, name: 'ours', capacity: '40', rules: [probes], 'visibility-config': seen('ours') },
    }),
  );
  const rules = [
    rule('ours', 1, { RuleGroupReferenceStatement: { ARN: group.ARN } }, { OverrideAction: { None: {} } }),
    rule(
      'office',
      2,
      { AndStatement: { Statements: [{ IPSetReferenceStatement: { ARN: set.ARN } }, inQuery('office')] } },
      { Action: { Block: { CustomResponse: { ResponseCode: 429 } } } },
    ),
  ];
  const saying = { ...Scope, 'default-action': { Allow: {} }, 'visibility-config': seen('edge') };
  const acl = summary(await aws('create-web-acl', { ...saying, name: 'edge', rules }));
  assert.match(acl.ARN, /^arn:aws:wafv2:us-east-1:\d{12}:regional\/webacl\/edge\/[0-9a-f-]{36}$/);
  assert.deepEqual(await statuses(first, 'a=probe'), open, 'it stands in front of nothing yet');

  const [stage] = first.supervisor.definition.apis.flatMap((api) => api.stages);
  const resource = { 'resource-arn': stage!.arn };
  fine(await aws('associate-web-acl', { ...resource, 'web-acl-arn': acl.ARN }));
  const listing = { 'web-acl-arn': acl.ARN, 'resource-type': 'API_GATEWAY' };
  assert.deepEqual((await aws('list-resources-for-web-acl', listing)).ResourceArns, [stage!.arn]);
  for (let i = 0; i < 4; i++)
    assert.deepEqual(await statuses(first, 'a=PROBE', 'office', 'a'), [403, 504, 504]);
  const told = await runCommand(['explain', 'GET', '/?probe', '--at', first.console]);
  assert.match(
    told.out,
    /WAF_FILTERED by aws-endpoint\/regional\/rulegroup\/ours\/probes \(the AWS endpoint\)/,
  );

  assert.match((await aws('delete-ip-set', key(set))).error, /WAFAssociatedItemException/);
  assert.match((await aws('delete-rule-group', key(group))).error, /WAFAssociatedItemException/);
  assert.match((await aws('delete-web-acl', key(acl))).error, /WAFAssociatedItemException/);
  const again = { ...saying, name: 'edge', rules };
  assert.match((await aws('create-web-acl', again)).error, /WAFDuplicateItemException/);

  const setToken = token(await aws('update-ip-set', { ...key(set), addresses: ['127.0.0.0/8'] }));
  assert.deepEqual(await statuses(first, 'office'), [429]);
  assert.match(
    (await aws('update-ip-set', { ...key(set), addresses: [] })).error,
    /WAFOptimisticLockException/,
  );
  const scans = rule('scans', 0, inQuery('scan'), { Action: { Block: {} } });
  const groupToken = token(
    await aws('update-rule-group', { ...key(group), rules: [scans], 'visibility-config': seen('ours') }),
  );
  assert.deepEqual(await statuses(first, 'probe', 'scan'), [504, 403]);
  assert.equal((await kept.get('/?scan')).status, 403, 'on a connection that was there before all of it');
  kept.close();
  await first.close();

  const second = await started(t, file, data);
  const after = wafv2(t, second);
  assert.deepEqual(await statuses(second, 'probe', 'scan', 'office'), [504, 403, 429]);
  const tags = await after('list-tags-for-resource', { 'resource-arn': set.ARN });
  const TagList = [{ Key: 'env', Value: 'prod' }];
  assert.deepEqual(tags.TagInfoForResource, { ResourceARN: set.ARN, TagList });
  const got = await after('get-web-acl', { ...Scope, name: 'edge', id: acl.Id });
  assert.deepEqual([got.LockToken, (got.WebACL as { Capacity: number }).Capacity], [acl.LockToken, 40 + 21]);
  const next = token(await after('update-web-acl', { ...saying, ...key(acl), rules: [rules[1]] }));
  assert.deepEqual(await statuses(second, 'scan', 'office'), [504, 429]);
  fine(await after('disassociate-web-acl', resource));
  assert.deepEqual(await statuses(second, 'scan', 'office'), [504, 504]);
  fine(await after('delete-web-acl', { ...key(acl), 'lock-token': next }));
  fine(await after('delete-rule-group', { ...key(group), 'lock-token': groupToken }));
  fine(await after('delete-ip-set', { ...key(set), 'lock-token': setToken }));
  assert.deepEqual((await after('list-web-acls', Scope)).WebACLs, []);
  assert.deepEqual((await after('list-rule-groups', Scope)).RuleGroups, []);
  assert.deepEqual((await after('list-ip-sets', Scope)).IPSets, []);
  const { definition } = second.supervisor;
  assert.deepEqual([definition.webAcls, definition.associations], [[], []]);
});

const key = ({ Name, Id, LockToken }: Summary) => ({
  ...{ scope: 'REGIONAL', name: Name, id: Id },
  'lock-token': LockToken,
});
