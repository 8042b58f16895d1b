import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  APIGatewayClient,
  BadRequestException,
  ConflictException,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  ImportApiKeysCommand,
  NotFoundException,
  type PatchOperation,
  UpdateApiKeyCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { Clock } from '../../src/base/clock.ts';
import { NOWHERE } from '../../src/base/origin.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import { smallDefinition } from '../definition.ts';
import { temporaryFolder } from '../folders.ts';
import { type GatewayChoice, startGateway, type TestGateway } from '../gateway.ts';

const start = Date.UTC(2026, 10, 22, 12);

/** The small API, all of whose methods ask for a key. */
function asking(): Definition {
  const plain = smallDefinition({ burst: 10_000, rate: 10_000 });
  const apis = plain.apis.map((api) => ({
    ...api,
    resources: api.resources.map((r) => ({
      ...r,
      methods: r.methods.map((m) => ({ ...m, apiKeyRequired: true })),
    })),
  }));
  return { ...plain, apis };
}

async function begun(t: TestContext, choice: GatewayChoice = {}) {
  const gateway = await startGateway({ definition: asking(), clock: Clock.byHand(start), ...choice });
  const aws = new APIGatewayClient({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    aws.destroy();
    await gateway.close();
  };
  t.after(close);
  return { gateway, aws, close };
}

const ask = async (gateway: TestGateway, key: string): Promise<number> =>
  (await fetch(gateway.api('prod', '/pets'), { headers: { 'x-api-key': key, Connection: 'close' } })).status;

const patch = (op: PatchOperation['op'], path: string, value?: string): PatchOperation => ({
  op,
  path,
  value,
});

test('a key and a plan made over the SDK let a caller in at once, in every worker, and after a restart', async (t) => {
  const data = temporaryFolder(t);
  const { gateway, aws, close } = await begun(t, { data, workers: 3 });
  const key = await aws.send(new CreateApiKeyCommand({ name: 'ann', enabled: true, tags: { of: 'ann' } }));
  assert.match(key.value!, /^[A-Za-z0-9]{40}$/);
  assert.equal(key.createdDate!.getTime(), start);
  assert.equal(await ask(gateway, key.value!), 403, 'no plan yet');
  const plan = await aws.send(
    new CreateUsagePlanCommand({
      name: 'gold',
      apiStages: [
        { apiId: 'abcdefghij', stage: 'prod', throttle: { '/pets//GET': { rateLimit: 1, burstLimit: 4 } } },
      ],
      throttle: { rateLimit: 100, burstLimit: 50 },
      quota: { limit: 6, period: 'DAY' },
    }),
  );
  await aws.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  const seen = await Promise.all(Array.from({ length: 12 }, () => ask(gateway, key.value!)));
  assert.equal(seen.filter((status) => status === 200).length, 4);
  assert.equal(seen.filter((status) => status === 429).length, 8);
  await close();
  const again = await begun(t, { data });
  const kept = await again.aws.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: true }));
  assert.equal(kept.value, key.value);
  assert.deepEqual(kept.tags, { of: 'ann' });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push(await ask(again.gateway, key.value!));
  assert.deepEqual(statuses, [200, 200, 429], 'two of six were left');
});

test('a key is given back without its value, is listed, changed, disabled and deleted', async (t) => {
  const { gateway, aws } = await begun(t);
  const value = 'k'.repeat(30);
  const key = await aws.send(new CreateApiKeyCommand({ name: 'ann', enabled: true, value }));
  const plan = await aws.send(
    new CreateUsagePlanCommand({ name: 'gold', apiStages: [{ apiId: 'abcdefghij', stage: 'prod' }] }),
  );
  await aws.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  assert.equal((await aws.send(new GetApiKeyCommand({ apiKey: key.id }))).value, undefined);
  const [listed] = (await aws.send(new GetApiKeysCommand({ nameQuery: 'an' }))).items!;
  assert.deepEqual([listed!.id, listed!.value], [key.id, undefined]);
  assert.equal((await aws.send(new GetApiKeysCommand({ includeValues: true }))).items![0]!.value, value);
  assert.deepEqual((await aws.send(new GetApiKeysCommand({ nameQuery: 'bob' }))).items, []);
  assert.equal(await ask(gateway, value), 200);
  const changed = await aws.send(
    new UpdateApiKeyCommand({
      apiKey: key.id,
      patchOperations: [patch('replace', '/name', 'anna'), patch('replace', '/enabled', 'false')],
    }),
  );
  assert.deepEqual([changed.name, changed.enabled], ['anna', false]);
  assert.equal(await ask(gateway, value), 403);
  await aws.send(
    new UpdateApiKeyCommand({ apiKey: key.id, patchOperations: [patch('replace', '/enabled', 'true')] }),
  );
  assert.equal(await ask(gateway, value), 200);
  await aws.send(new DeleteApiKeyCommand({ apiKey: key.id }));
  assert.equal(await ask(gateway, value), 403);
  await assert.rejects(aws.send(new GetApiKeyCommand({ apiKey: key.id })), NotFoundException);
  assert.deepEqual((await aws.send(new GetUsagePlanKeysCommand({ usagePlanId: plan.id }))).items, []);
});

test('what cannot be is answered as AWS does, and nothing is changed', async (t) => {
  const { aws, gateway } = await begun(t);
  const value = 'k'.repeat(30);
  const key = await aws.send(new CreateApiKeyCommand({ name: 'ann', enabled: true, value }));
  await assert.rejects(aws.send(new CreateApiKeyCommand({ value })), ConflictException);
  await assert.rejects(aws.send(new CreateApiKeyCommand({ value: 'short' })), (fault: Error) => {
    assert.ok(fault instanceof BadRequestException);
    assert.equal(fault.message, 'API Key value should be at least 20 characters');
    return true;
  });
  const stage = { apiId: 'abcdefghij', stage: 'prod' };
  const gold = await aws.send(new CreateUsagePlanCommand({ name: 'gold', apiStages: [stage] }));
  const iron = await aws.send(new CreateUsagePlanCommand({ name: 'iron', apiStages: [stage] }));
  await assert.rejects(
    aws.send(new CreateUsagePlanCommand({ name: 'lost', apiStages: [{ ...stage, stage: 'dev' }] })),
    NotFoundException,
  );
  const put = (usagePlanId: string, keyId = key.id): Promise<unknown> =>
    aws.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
  await put(gold.id!);
  await assert.rejects(put(gold.id!), ConflictException);
  await assert.rejects(put(iron.id!), ConflictException, 'one plan for each stage and key');
  await assert.rejects(put(gold.id!, 'nothing'), NotFoundException);
  await assert.rejects(put('nothing'), NotFoundException);
  await assert.rejects(aws.send(new DeleteUsagePlanCommand({ usagePlanId: gold.id })), BadRequestException);
  for (const methods of [['/pets/get'], ['/pets/GET', '/pets//GET']]) {
    const throttle = Object.fromEntries(methods.map((method) => [method, {}]));
    const apiStages = [{ apiId: 'abcdefghij', stage: 'prod', throttle }];
    await assert.rejects(aws.send(new CreateUsagePlanCommand({ name: 'x', apiStages })), BadRequestException);
  }
  const bad = [
    patch('replace', '/nothing', '1'),
    patch('replace', '/throttle/rateLimit', 'x'),
    patch('replace', '/quota/limit', '5'),
    patch('replace', '/apiStages/abcdefghij:prod/throttle/~1pets/get/burstLimit', '2'),
    patch('remove', '/apiStages/abcdefghij:prod/throttle/~1pets/get'),
  ];
  for (const one of bad)
    await assert.rejects(
      aws.send(new UpdateUsagePlanCommand({ usagePlanId: gold.id, patchOperations: [one] })),
      BadRequestException,
      one.path,
    );
  const { generation } = gateway.supervisor.definition;
  assert.equal(generation, 5, 'a key, two plans, a member: four changes');
  await aws.send(
    new UpdateUsagePlanCommand({
      usagePlanId: iron.id,
      patchOperations: [patch('remove', '/apiStages', 'abcdefghij:prod')],
    }),
  );
  await put(iron.id!);
  await assert.rejects(
    aws.send(
      new UpdateUsagePlanCommand({
        usagePlanId: iron.id,
        patchOperations: [patch('add', '/apiStages', 'abcdefghij:prod')],
      }),
    ),
    ConflictException,
  );
  const plans = await aws.send(new GetUsagePlansCommand({ keyId: key.id }));
  assert.deepEqual(plans.items!.map((p) => p.name).sort(), ['gold', 'iron']);
});

test('a plan is changed by patches as the AWS CLI writes them', async (t) => {
  const { aws, gateway } = await begun(t);
  const key = await aws.send(new CreateApiKeyCommand({ name: 'ann', enabled: true }));
  const plan = await aws.send(new CreateUsagePlanCommand({ name: 'gold' }));
  await aws.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  const patched = await aws.send(
    new UpdateUsagePlanCommand({
      usagePlanId: plan.id,
      patchOperations: [
        patch('add', '/apiStages', 'abcdefghij:prod'),
        patch('replace', '/throttle/rateLimit', '1.5'),
        patch('replace', '/throttle/burstLimit', '3'),
        patch('replace', '/quota/limit', '100'),
        patch('replace', '/quota/period', 'WEEK'),
        patch('replace', '/apiStages/abcdefghij:prod/throttle/~1pets/GET/burstLimit', '7'),
        patch('replace', '/apiStages/abcdefghij:prod/throttle/~1pets~1/GET/burstLimit', '2'),
      ],
    }),
  );
  assert.deepEqual(patched.throttle, { rateLimit: 1.5, burstLimit: 3 });
  assert.deepEqual(patched.quota, { limit: 100, offset: 0, period: 'WEEK' });
  assert.deepEqual(patched.apiStages![0]!.throttle, { '/pets/GET': { burstLimit: 2 } });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push(await ask(gateway, key.value!));
  assert.deepEqual(statuses, [200, 200, 429]);
  await aws.send(
    new UpdateUsagePlanCommand({
      usagePlanId: plan.id,
      patchOperations: [
        patch('remove', '/apiStages/abcdefghij:prod/throttle'),
        patch('remove', '/quota'),
        patch('remove', '/throttle'),
      ],
    }),
  );
  const bare = await aws.send(new GetUsagePlanCommand({ usagePlanId: plan.id }));
  assert.deepEqual(
    [bare.throttle, bare.quota, bare.apiStages![0]!.throttle],
    [undefined, undefined, undefined],
  );
  for (let i = 0; i < 5; i++) assert.equal(await ask(gateway, key.value!), 200);
  await aws.send(new DeleteUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id }));
  assert.equal(await ask(gateway, key.value!), 403);
  await assert.rejects(
    aws.send(new GetUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id })),
    NotFoundException,
  );
});

test('usage is told day by day, and a quota can be extended for its period', async (t) => {
  const { aws, gateway } = await begun(t);
  const key = await aws.send(new CreateApiKeyCommand({ name: 'ann', enabled: true }));
  const plan = await aws.send(
    new CreateUsagePlanCommand({
      name: 'gold',
      apiStages: [{ apiId: 'abcdefghij', stage: 'prod' }],
      quota: { limit: 5, period: 'WEEK' },
    }),
  );
  const usagePlanId = plan.id!;
  await aws.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }));
  const usage = async (): Promise<unknown> =>
    (
      await aws.send(
        new GetUsageCommand({ usagePlanId, keyId: key.id, startDate: '2026-11-21', endDate: '2026-11-25' }),
      )
    ).items![key.id!];
  for (let i = 0; i < 2; i++) assert.equal(await ask(gateway, key.value!), 200);
  gateway.clock.advance(2 * 86_400_000);
  for (let i = 0; i < 3; i++) assert.equal(await ask(gateway, key.value!), 200);
  assert.equal(await ask(gateway, key.value!), 429);
  assert.deepEqual(await usage(), [
    [0, 5],
    [2, 3],
    [0, 3],
    [3, 0],
    [0, 0],
  ]);
  const extended = await aws.send(
    new UpdateUsageCommand({
      usagePlanId,
      keyId: key.id,
      patchOperations: [patch('replace', '/remaining', '2')],
    }),
  );
  assert.deepEqual(extended.items![key.id!], [[3, 2]]);
  for (const status of [200, 200, 429]) assert.equal(await ask(gateway, key.value!), status);
  gateway.clock.advance(7 * 86_400_000);
  for (const status of [200, 200, 200, 200, 200, 429]) assert.equal(await ask(gateway, key.value!), status);
  await assert.rejects(
    aws.send(new GetUsageCommand({ usagePlanId, startDate: 'yesterday', endDate: '2026-11-25' })),
    BadRequestException,
  );
});

test('keys are imported from CSV, each with its plans, and a row that cannot be is a warning', async (t) => {
  const { aws, gateway } = await begun(t);
  const plan = await aws.send(
    new CreateUsagePlanCommand({ name: 'gold', apiStages: [{ apiId: 'abcdefghij', stage: 'prod' }] }),
  );
  const csv = [
    'Name,key,Description,Enabled,usageplanIds',
    `ann,${'a'.repeat(30)},"Ann, of ""the"" house",TRUE,${plan.id}`,
    `bob,${'b'.repeat(30)},,false,${plan.id}`,
    `eve,short,,true,${plan.id}`,
    '',
  ].join('\r\n');
  const body = Buffer.from(csv);
  await assert.rejects(
    aws.send(new ImportApiKeysCommand({ body, format: 'csv', failOnWarnings: true })),
    BadRequestException,
  );
  assert.deepEqual((await aws.send(new GetApiKeysCommand({}))).items, [], 'all of them or none');
  const { ids, warnings } = await aws.send(new ImportApiKeysCommand({ body, format: 'csv' }));
  assert.equal(ids!.length, 2);
  assert.match(warnings![0]!, /Row 3: API Key value should be 30 to 128 characters/);
  assert.equal(await ask(gateway, 'a'.repeat(30)), 200);
  assert.equal(await ask(gateway, 'b'.repeat(30)), 403);
  assert.equal(
    (await aws.send(new GetApiKeyCommand({ apiKey: ids![0] }))).description,
    'Ann, of "the" house',
  );
});

test('a change of a key that a file gives holds until the file says something else of it', async (t) => {
  const written = (description: string): Definition => ({
    ...asking(),
    apiKeys: [
      {
        ...{ id: 'small/Key', origin: NOWHERE, keyId: 'annannanna', name: 'ann', description },
        ...{ customerId: '', value: 'v'.repeat(30), enabled: true, createdAt: 0, updatedAt: 0, tags: {} },
      },
    ],
  });
  let current = written('one');
  const source = { name: 'a test', read: async () => ({ definition: current, notes: [], files: [] }) };
  const { aws, gateway } = await begun(t, { definition: undefined, source });
  const enabled = async (): Promise<boolean | undefined> =>
    (await aws.send(new GetApiKeyCommand({ apiKey: 'annannanna' }))).enabled;
  await aws.send(
    new UpdateApiKeyCommand({
      apiKey: 'annannanna',
      patchOperations: [patch('replace', '/enabled', 'false')],
    }),
  );
  await gateway.supervisor.reload();
  assert.equal(await enabled(), false, 'the file is as it was');
  current = written('two');
  await gateway.supervisor.reload();
  assert.equal(await enabled(), true, 'the file is newer');
});
