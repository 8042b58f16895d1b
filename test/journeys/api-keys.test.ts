import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Clock } from '../../src/base/clock.ts';
import { NOWHERE } from '../../src/base/origin.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import type { Quota, UsagePlan } from '../../src/define/model/usage.ts';
import { RunningCommand } from '../cli.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';

const origin = NOWHERE;
const secret = 'a-key-of-forty-letters-that-opens-prod--';
const start = Date.UTC(2026, 10, 22, 12);

/** The small API, which asks for a key of the plan `gold`. */
function keyed(plan: Partial<UsagePlan> = {}, value = secret): Definition {
  const plain = smallDefinition({ burst: 10_000, rate: 10_000 });
  return {
    ...plain,
    apis: plain.apis.map((api) => ({
      ...api,
      resources: api.resources.map((r) => ({
        ...r,
        methods: r.methods.map((m) => ({ ...m, apiKeyRequired: true })),
      })),
    })),
    apiKeys: [
      {
        ...{ id: 'small/Key', origin, keyId: 'annannanna', name: 'ann', description: '', customerId: '' },
        ...{ value, enabled: true, createdAt: 0, updatedAt: 0, tags: {} },
      },
    ],
    usagePlans: [
      {
        ...{ id: 'small/Plan', origin, planId: 'golden', name: 'gold', description: '', productCode: '' },
        ...{ throttle: null, quota: null, tags: {} },
        stages: [{ apiId: 'abcdefghij', stage: 'prod', throttles: [] }],
        ...plan,
      },
    ],
    usagePlanKeys: [{ id: 'small/Member', origin, planId: 'golden', keyId: 'annannanna' }],
  };
}

const quota = (limit: number, period: Quota['period'] = 'DAY', offset = 0): Partial<UsagePlan> => ({
  quota: { limit, period, offset },
});

const ask = (gateway: TestGateway, key = secret): Promise<Response> =>
  fetch(gateway.api('prod', '/pets'), { headers: { 'x-api-key': key, Connection: 'close' } });

async function statuses(gateway: TestGateway, times: number): Promise<Record<number, number>> {
  const seen: Record<number, number> = {};
  const answers = await Promise.all(Array.from({ length: times }, () => ask(gateway)));
  for (const { status } of answers) seen[status] = (seen[status] ?? 0) + 1;
  return seen;
}

for (const workers of [1, 4]) {
  const over = `over ${workers} worker${workers > 1 ? 's' : ''}`;

  test(`a quota lets exactly its number through ${over}, and again in the next period`, async (t) => {
    const clock = Clock.byHand(start);
    const gateway = await startGateway({ definition: keyed(quota(50)), workers, clock });
    t.after(() => gateway.close());
    assert.deepEqual(await statuses(gateway, 80), { 200: 50, 429: 30 });
    clock.advance(12 * 3_600_000);
    assert.deepEqual(await statuses(gateway, 60), { 200: 50, 429: 10 });
  });

  test(`the bucket of a key lets exactly its burst through ${over}`, async (t) => {
    const definition = keyed({ throttle: { rate: 1, burst: 30 } });
    const gateway = await startGateway({ definition, workers });
    t.after(() => gateway.close());
    assert.deepEqual(await statuses(gateway, 60), { 200: 30, 429: 30 });
    gateway.clock.advance(5_000);
    assert.deepEqual(await statuses(gateway, 10), { 200: 5, 429: 5 });
  });
}

test('each refusal has the bytes API Gateway sends', async (t) => {
  const limited = { ...quota(2), throttle: { rate: 1, burst: 3 } };
  const gateway = await startGateway({ definition: keyed(limited) });
  t.after(() => gateway.close());
  const told = async (response: Response) => [
    response.status,
    response.headers.get('x-amzn-errortype'),
    response.headers.get('retry-after'),
    await response.text(),
  ];
  const forbidden = [403, 'ForbiddenException', null, '{"message":"Forbidden"}'];
  assert.deepEqual(await told(await fetch(gateway.api('prod', '/pets'))), forbidden);
  assert.deepEqual(await told(await ask(gateway, 'n'.repeat(40))), forbidden);
  const inQuery = await fetch(gateway.api('prod', `/pets?x-api-key=${secret}&apiKey=${secret}`));
  assert.deepEqual(await told(inQuery), forbidden, 'a key in the query is none');
  await ask(gateway);
  await ask(gateway);
  assert.deepEqual(await told(await ask(gateway)), [
    429,
    'LimitExceededException',
    null,
    '{"message":"Limit Exceeded"}',
  ]);
  assert.deepEqual(await told(await ask(gateway)), [
    429,
    'TooManyRequestsException',
    null,
    '{"message":"Too Many Requests"}',
  ]);
});

test('what a quota has counted is there after a restart, and so is a value that the gateway made', async (t) => {
  const data = temporaryFolder(t);
  const clock = Clock.byHand(start);
  const definition = keyed(quota(10, 'MONTH', 3), '');
  const first = await startGateway({ definition, data, clock, workers: 2 });
  const made = first.supervisor.definition.apiKeys[0]!.value;
  assert.match(made, /^[A-Za-z0-9]{40}$/);
  for (let i = 0; i < 5; i++) assert.equal((await ask(first, made)).status, 200);
  await first.close();
  const second = await startGateway({ definition, data, clock });
  t.after(() => second.close());
  assert.equal(second.supervisor.definition.apiKeys[0]!.value, made);
  for (const status of [200, 200, 429]) assert.equal((await ask(second, made)).status, status);
  clock.advance(10 * 86_400_000);
  for (let i = 0; i < 10; i++) assert.equal((await ask(second, made)).status, 200, 'no offset any more');
  assert.equal((await ask(second, made)).status, 429);
});

test('what is on the disk a second after a request is what a crash leaves of its quota', async (t) => {
  const data = temporaryFolder(t);
  const clock = Clock.byHand(start);
  const gateway = await startGateway({ definition: keyed(quota(10)), data, clock });
  t.after(() => gateway.close());
  assert.deepEqual(await statuses(gateway, 6), { 200: 6 });
  await written(data, 6);
  const left = temporaryFolder(t);
  for (const file of ['state.sqlite', 'state.sqlite-wal']) copyFileSync(join(data, file), join(left, file));
  const after = await startGateway({ definition: keyed(quota(10)), data: left, clock });
  t.after(() => after.close());
  assert.deepEqual(await statuses(after, 10), { 200: 4, 429: 6 });
  const day = Math.floor(start / 86_400_000);
  assert.deepEqual(after.supervisor.kept.book!.days('golden', 'annannanna', day, day), [
    Object.assign(Object.create(null), { day, used: 10, remaining: 0 }),
  ]);
});

test('a gateway that is killed leaves its quotas behind', async (t) => {
  const data = temporaryFolder(t);
  const file = join(data, 'portcullis.yaml');
  writeFileSync(
    file,
    `apis: { shop: { to: 'http://127.0.0.1:9', apiKeyRequired: true, accessLog: false } }
keys: { ann: { value: ${secret} } }
plans: { gold: { keys: [ann], quota: { limit: 5, period: MONTH } } }
`,
  );
  const ports = ['--port', '0', '--no-https', '--endpoint-port', '0', '--console-port', '0'];
  const kept = join(data, 'data');
  const begin = async (): Promise<{ up: RunningCommand; call: () => Promise<number> }> => {
    const up = new RunningCommand(['up', file, ...ports, '--workers', '1', '--data', kept]);
    t.after(() => up.signal('SIGKILL'));
    const [, url] = await up.says(/(http:\/\/127\.0\.0\.1:\d+)[\s\S]*http:[\s\S]*http:/);
    const headers = { 'x-api-key': secret, Connection: 'close' };
    return { up, call: async () => (await fetch(url!, { headers })).status };
  };
  const one = await begin();
  for (let i = 0; i < 3; i++) assert.equal(await one.call(), 504);
  await written(kept, 3);
  one.up.signal('SIGKILL');
  await one.up.ended;
  const two = await begin();
  assert.deepEqual([await two.call(), await two.call(), await two.call()], [504, 504, 429]);
});

/** Resolves when so many requests stand in the file. */
async function written(data: string, used: number): Promise<void> {
  const sum = (): number | null => {
    const db = new DatabaseSync(join(data, 'state.sqlite'), { readOnly: true });
    const row = db.prepare('SELECT sum(used) AS sum FROM usage_days').get() as { sum: number | null };
    db.close();
    return row.sum;
  };
  await eventually(
    () => sum() === used,
    () => `${sum()} of ${used} were written`,
  );
}

test('logs, journal, report and metrics know a key by its id, and its value stands in none of them', async (t) => {
  const data = temporaryFolder(t);
  const plain = keyed({ ...quota(4), throttle: { rate: 1, burst: 100 } });
  const accessLog = {
    destinationArn: 'access/small',
    format: '$context.requestId $context.identity.apiKeyId $context.identity.apiKey $context.status',
  };
  const definition = {
    ...plain,
    apis: plain.apis.map((api) => ({
      ...api,
      stages: api.stages.map((s) => ({
        ...s,
        accessLog,
        methodSettings: s.methodSettings.map((m) => ({
          ...m,
          loggingLevel: 'INFO' as const,
          dataTrace: true,
        })),
      })),
    })),
  };
  const gateway = await startGateway({ definition, data });
  t.after(() => gateway.close());
  const ids: string[] = [];
  for (const status of [200, 200, 200, 200, 429]) {
    const answer = await ask(gateway);
    assert.equal(answer.status, status);
    ids.push(answer.headers.get('x-amzn-requestid')!);
  }
  assert.equal((await ask(gateway, 'not-the-key-of-anybody-at-all')).status, 403);
  const [refused] = ids.slice(-1);
  const asked = async (path: string, init?: RequestInit) =>
    (await fetch(`${gateway.console}${path}`, init)).text();
  const metrics = await asked('/metrics');
  assert.match(metrics, /portcullis_api_key_requests_total\{api_key="annannanna",reason=""\} 4/);
  assert.match(
    metrics,
    /portcullis_api_key_requests_total\{api_key="annannanna",reason="QUOTA_EXCEEDED"\} 1/,
  );
  const report = JSON.parse(await asked('/api/report')) as { sections: { name: string; rows: unknown[] }[] };
  assert.deepEqual(report.sections.find((s) => s.name === 'usage-by-key')!.rows, [
    ['annannanna', 4, 1, 0, '20.0 %'],
  ]);
  const usage = await asked('/api/usage');
  assert.partialDeepStrictEqual(JSON.parse(usage), {
    usage: [{ key: 'ann', plan: 'gold', used: 4, remaining: 0 }],
  });
  const explained = await asked('/api/explain', {
    method: 'POST',
    body: JSON.stringify({ requestId: refused }),
  });
  assert.match(explained, /refuse QUOTA_EXCEEDED/);
  await gateway.close();
  const said = [metrics, JSON.stringify(report), usage, explained];
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  const kept = files.filter((f) => !f.name.startsWith('state.sqlite'));
  assert.ok(kept.length >= 3);
  for (const file of kept) said.push(readFileSync(join(file.parentPath, file.name), 'latin1'));
  for (const text of said) assert.equal(text.includes(secret), false, text.slice(0, 400));
  const log = said.find((text) => text.startsWith(ids[0]!))!.split('\n');
  assert.equal(log[0], `${ids[0]} annannanna ${'*'.repeat(34)}${secret.slice(-6)} 200`);
  assert.match(log[5]!, / - - 403$/);
});
