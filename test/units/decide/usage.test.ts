import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { type Decision, PASS } from '../../../src/base/decision.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { Api } from '../../../src/define/model/api.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import type { ApiKey, UsagePlan, UsagePlanKey } from '../../../src/define/model/usage.ts';
import { digestOf, KeyIndex } from '../../../src/guard/decide/usage/key-index.ts';
import usage, { quota } from '../../../src/guard/decide/usage/usage.ts';
import { from } from '../../../src/guard/decide/waf/cases.ts';
import { api, definition, exchangeOf, given } from './at-hand.ts';

const origin = { file: 'test.yaml', line: 1, path: '' };
const start = Date.UTC(2026, 10, 22, 12);

const key = (name: string, more: Partial<ApiKey> = {}): ApiKey => ({
  ...{ id: `keys/${name}`, origin, keyId: name, name, description: '', customerId: '' },
  ...{ value: `${name}-`.padEnd(40, name), enabled: true, createdAt: 0, updatedAt: 0, tags: {} },
  ...more,
});

const plan = (name: string, more: Partial<UsagePlan> = {}): UsagePlan => ({
  ...{ id: `plans/${name}`, origin, planId: name, name, description: '', productCode: '' },
  ...{ throttle: null, quota: null, tags: {} },
  stages: [{ apiId: 'abcdefghij', stage: 'prod', throttles: [] }],
  ...more,
});

const member = (planId: string, keyId: string): UsagePlanKey => ({
  ...{ id: `${planId}/${keyId}`, origin, planId, keyId },
});

const asking = (more: Partial<Api> = {}): Api => {
  const plain = api(['GET /pets', 'POST /pets']);
  const resources = plain.resources.map((r) => ({
    ...r,
    methods: r.methods.map((m) => ({ ...m, apiKeyRequired: true })),
  }));
  return { ...plain, resources, ...more };
};

function gate(of: Definition, clock = Clock.byHand(start), laid = new Map<string, SharedArrayBuffer>()) {
  const at = { ...given(of, clock, laid), tracing: false };
  const walkOf = (httpMethod: string) => {
    const [one] = of.apis;
    const resource = one!.resources[0]!;
    const method = resource.methods.find((m) => m.httpMethod === httpMethod)!;
    const site = { definition: of, api: one!, stage: one!.stages[0]!, resource, method };
    return [...usage.steps(site, at), ...quota.steps(site, at)];
  };
  const call = async (
    value: string | null,
    httpMethod = 'GET',
    touch: (x: Exchange) => void = () => {},
  ): Promise<Decision> => {
    const x = await exchangeOf(from('203.0.113.7'));
    const headers = value === null ? [] : ['x-api-key', value];
    const y = Object.assign(x, { headers });
    touch(y);
    for (const step of walkOf(httpMethod)) {
      const decision = await step(y);
      if (decision !== PASS) return decision;
    }
    return PASS;
  };
  return { at, clock, call };
}

const ann = key('ann');
const reasonOf = async (decision: Promise<Decision>): Promise<string> => (await decision).reason || 'pass';

test('a key of a plan that has the stage is let in; missing, unknown, disabled and foreign keys are refused alike', async () => {
  const lost = key('lost');
  const off = key('off', { enabled: false });
  const other = key('other');
  const { call } = gate(
    definition({
      apis: [asking()],
      apiKeys: [ann, lost, off, other],
      usagePlans: [
        plan('gold'),
        plan('else', { stages: [{ apiId: 'abcdefghij', stage: 'dev', throttles: [] }] }),
      ],
      usagePlanKeys: [member('gold', 'ann'), member('gold', 'off'), member('else', 'other')],
    }),
  );
  assert.equal(await reasonOf(call(ann.value)), 'pass');
  for (const value of [
    null,
    '',
    'x'.repeat(40),
    ann.value.slice(0, -1),
    `${ann.value} `,
    off.value,
    lost.value,
    other.value,
  ])
    assert.partialDeepStrictEqual(await call(value), { reason: 'INVALID_API_KEY', by: 'api/GET /pets' });
});

test('a connection that brings the same headers again is known by them, until its key is taken away', async () => {
  const connection = { found: null, key: null };
  const [ann, bob] = [key('ann'), key('bob')];
  const members = [member('gold', 'ann'), member('gold', 'bob'), member('gold', 'eve')];
  const world = (apiKeys: readonly ApiKey[]) =>
    gate({
      ...definition({ apis: [asking()] }),
      apiKeys,
      usagePlans: [plan('gold')],
      usagePlanKeys: members,
    });
  const before = world([ann, bob]);
  const after = world([{ ...ann, enabled: false }, bob]);
  const headers = ['x-api-key', ann.value];
  const by = (list: readonly string[]) => (x: Exchange) =>
    void Object.assign(x, { headers: list, connection });
  let keyId = '';
  const seen = (list: readonly string[]) => (x: Exchange) => {
    by(list)(x);
    Object.defineProperty(x, 'apiKeyId', { set: (id: string) => (keyId = id), get: () => keyId });
  };
  for (let i = 0; i < 3; i++) {
    assert.equal(await before.call(null, 'GET', seen(headers)), PASS);
    assert.equal(keyId, 'ann');
    assert.equal(await before.call(null, 'POST', seen(['x-api-key', bob.value])), PASS);
    assert.equal(keyId, 'bob');
    assert.notEqual(await before.call(null, 'GET', by(['x-api-key', `${bob.value}x`])), PASS);
  }
  assert.equal(await before.call(null, 'GET', by(headers)), PASS);
  assert.notEqual(await after.call(null, 'GET', by(headers)), PASS, 'disabled since');
  assert.equal(await before.call(null, 'GET', by(headers)), PASS);
  const given = world([{ ...key('eve'), value: ann.value }, bob]);
  assert.equal(await given.call(null, 'GET', seen(headers)), PASS);
  assert.equal(keyId, 'eve', 'the value is another key’s since');
});

test('two headers with a key are none: the server behind might read the other one', async () => {
  const { call } = gate(
    definition({
      apis: [asking()],
      apiKeys: [ann],
      usagePlans: [plan('gold')],
      usagePlanKeys: [member('gold', 'ann')],
    }),
  );
  const twice = (x: Exchange) =>
    Object.assign(x, { headers: ['X-API-Key', ann.value, 'x-api-key', ann.value] });
  assert.equal(await reasonOf(call(null, 'GET', twice)), 'INVALID_API_KEY');
  for (const headers of [
    ['X-API-Key', '', 'x-api-key', ann.value],
    ['x-api-key', ann.value, 'X-Api-Key', ''],
  ])
    assert.equal(await reasonOf(call(null, 'GET', (x) => Object.assign(x, { headers }))), 'INVALID_API_KEY');
});

test('with the source AUTHORIZER the header counts for nothing, and what the authorizer named does', async () => {
  const { call } = gate(
    definition({
      apis: [asking({ apiKeySource: 'AUTHORIZER' })],
      apiKeys: [ann],
      usagePlans: [plan('gold')],
      usagePlanKeys: [member('gold', 'ann')],
    }),
  );
  assert.equal(await reasonOf(call(ann.value)), 'INVALID_API_KEY');
  const named = (usageKey: string) => (x: Exchange) => {
    x.caller = { by: 'a', principalId: 'p', context: {}, claims: null, scopes: [], usageKey, iam: null };
  };
  assert.equal(await reasonOf(call(null, 'GET', named(ann.value))), 'pass');
  assert.equal(await reasonOf(call(ann.value, 'GET', named(''))), 'INVALID_API_KEY');
});

test('each key has the burst of its plan, over all its methods, unless the plan has a bucket for the method', async () => {
  const bob = key('bob');
  const throttles = [
    { id: 'plans/gold/POST', origin, resourcePath: '/pets', httpMethod: 'POST', rate: 1, burst: 1 },
  ];
  const { call, clock } = gate(
    definition({
      apis: [asking()],
      apiKeys: [ann, bob],
      usagePlans: [
        plan('gold', {
          throttle: { rate: 1, burst: 2 },
          stages: [{ apiId: 'abcdefghij', stage: 'prod', throttles }],
        }),
      ],
      usagePlanKeys: [member('gold', 'ann'), member('gold', 'bob')],
    }),
  );
  for (const value of [ann.value, bob.value]) {
    assert.equal(await reasonOf(call(value)), 'pass');
    assert.equal(await reasonOf(call(value)), 'pass');
    assert.equal((await call(value)).by, 'plans/gold');
    assert.equal(await reasonOf(call(value, 'POST')), 'pass');
    assert.deepEqual(
      [(await call(value, 'POST')).reason, (await call(value, 'POST')).by],
      ['THROTTLED', 'plans/gold/POST'],
    );
  }
  clock.advance(1000);
  assert.equal(await reasonOf(call(ann.value)), 'pass');
  assert.equal(await reasonOf(call(ann.value)), 'THROTTLED');
});

const quotaed = (limit: number, period: 'DAY' | 'WEEK' | 'MONTH', offset = 0) =>
  definition({
    apis: [asking()],
    apiKeys: [ann],
    usagePlans: [plan('gold', { quota: { limit, period, offset } })],
    usagePlanKeys: [member('gold', 'ann')],
  });

async function spend(call: (value: string) => Promise<Decision>): Promise<number> {
  for (let n = 0; n < 1000; n++) {
    const reason = await reasonOf(call(ann.value));
    if (reason === 'pass') continue;
    assert.equal(reason, 'QUOTA_EXCEEDED');
    return n;
  }
  throw new Error('no end');
}

test('a quota of a day begins anew at midnight UTC, and the day clocks are turned has no other length', async () => {
  // Clocks in Berlin were turned on 25 October 2026, in New York on 1 November.
  for (const at of [Date.UTC(2026, 9, 25), Date.UTC(2026, 10, 1)]) {
    const clock = Clock.byHand(at);
    const { call } = gate(quotaed(3, 'DAY'), clock);
    assert.equal(await spend(call), 3);
    clock.advance(86_400_000 - 1);
    assert.equal(await spend(call), 0, 'the last millisecond belongs to the day');
    clock.advance(1);
    assert.equal(await spend(call), 3);
  }
});

test('a week begins on Sunday, a month on the first, whatever its length', async () => {
  const week = Clock.byHand(Date.UTC(2026, 10, 28, 23, 59, 59, 999));
  const weekly = gate(quotaed(2, 'WEEK'), week);
  assert.equal(await spend(weekly.call), 2);
  week.advance(1);
  assert.equal(await spend(weekly.call), 2);
  week.advance(7 * 86_400_000 - 1);
  assert.equal(await spend(weekly.call), 0);
  const month = Clock.byHand(Date.UTC(2028, 1, 29, 23, 59, 59, 999));
  const monthly = gate(quotaed(2, 'MONTH'), month);
  assert.equal(await spend(monthly.call), 2);
  month.advance(1);
  assert.equal(await spend(monthly.call), 2);
  month.advance(31 * 86_400_000 - 1);
  assert.equal(await spend(monthly.call), 0);
  month.advance(1);
  assert.equal(await spend(monthly.call), 2);
});

test('an offset is taken from the first period of a key, and from no other', async () => {
  const { call, clock } = gate(quotaed(10, 'MONTH', 4));
  assert.equal(await spend(call), 6);
  clock.advance(31 * 86_400_000);
  assert.equal(await spend(call), 10);
});

test('a clock that is set back a moment does not give a quota anew', async () => {
  const laid = new Map<string, SharedArrayBuffer>();
  const midnight = Date.UTC(2026, 10, 23);
  const late = gate(quotaed(5, 'DAY'), Clock.byHand(midnight), laid);
  assert.equal(await spend(late.call), 5);
  const early = gate(quotaed(5, 'DAY'), Clock.byHand(midnight - 1), laid);
  assert.equal(await spend(early.call), 0);
});

test('what a throttle behind the plan refuses uses no quota up', async () => {
  const { at, clock } = gate(quotaed(2, 'DAY'));
  const [one] = at.definition.apis;
  const resource = one!.resources[0]!;
  const site = {
    definition: at.definition,
    api: one!,
    stage: one!.stages[0]!,
    resource,
    method: resource.methods[0]!,
  };
  const [look] = usage.steps(site, at);
  for (let i = 0; i < 10; i++) {
    const x = Object.assign(await exchangeOf(from('203.0.113.7')), { headers: ['x-api-key', ann.value] });
    assert.equal(look!(x), PASS);
  }
  assert.equal(await spend(gate(at.definition, clock, at.laid).call), 2);
});

test('counts and buckets are kept over reloads, whatever other keys come and go', async () => {
  const laid = new Map<string, SharedArrayBuffer>();
  const clock = Clock.byHand(start);
  const before = quotaed(5, 'MONTH');
  assert.equal(await spend(gate(before, clock, laid).call), 5);
  const others = Array.from({ length: 3000 }, (_, i) => key(`other${i}`));
  const more = {
    ...quotaed(7, 'MONTH'),
    generation: 2,
    apiKeys: [...others, ann],
    usagePlanKeys: [...others.map((o) => member('gold', o.keyId)), member('gold', 'ann')],
  };
  assert.equal(await spend(gate(more, clock, laid).call), 2);
  for (const generation of [3, 4, 5])
    assert.equal(await spend(gate({ ...quotaed(5, 'MONTH'), generation }, clock, laid).call), 0);
  const pages = laid.size;
  const others2 = Array.from({ length: 3000 }, (_, i) => key(`new${i}`));
  const again = {
    ...more,
    generation: 6,
    apiKeys: [...others2, ann],
    usagePlanKeys: [...others2.map((o) => member('gold', o.keyId)), member('gold', 'ann')],
  };
  assert.equal(await spend(gate(again, clock, laid).call), 0);
  assert.equal(laid.size, pages, 'slots of keys that are gone are given to others');
});

test('an explanation names key, plan, bucket and quota, and uses none of it up', async () => {
  const of = {
    ...quotaed(2, 'DAY'),
    usagePlans: [
      plan('gold', {
        throttle: { rate: 1, burst: 2 },
        quota: { limit: 2, offset: 0, period: 'DAY' as const },
      }),
    ],
  };
  const { at } = gate(of);
  const traced = { ...at, tracing: true };
  const [one] = of.apis;
  const resource = one!.resources[0]!;
  const site = { definition: of, api: one!, stage: one!.stages[0]!, resource, method: resource.methods[0]! };
  for (let i = 0; i < 5; i++) {
    const x = Object.assign(await exchangeOf(from('203.0.113.7')), { headers: ['x-api-key', ann.value] });
    x.trace = new Trace();
    for (const step of [...usage.steps(site, traced), ...quota.steps(site, traced)])
      assert.equal(step(x), PASS);
    const [asked, charged] = x.trace.steps;
    assert.deepEqual(asked!.looked, {
      ...{ apiKey: 'ann', name: 'ann', plan: 'gold', bucket: 'usage/gold/ann', rate: 1, burst: 2, tokens: 2 },
      ...{ used: 0, allowed: 2 },
    });
    assert.match(charged!.because, /number 1 of 2 until 2026-11-23T00:00:00.000Z/);
    assert.doesNotMatch(JSON.stringify(x.trace.steps), new RegExp(ann.value));
  }
});

test('an explanation says which of the four ways a key is wrong', async () => {
  const off = key('off', { enabled: false });
  const lost = key('lost');
  const of = { ...quotaed(2, 'DAY'), apiKeys: [ann, off, lost] };
  const traced = { ...given(of), tracing: true };
  const [one] = of.apis;
  const resource = one!.resources[0]!;
  const site = { definition: of, api: one!, stage: one!.stages[0]!, resource, method: resource.methods[0]! };
  const [step] = usage.steps(site, traced);
  const why = async (headers: string[]): Promise<string> => {
    const x = Object.assign(await exchangeOf(from('203.0.113.7')), { headers });
    x.trace = new Trace();
    assert.equal((await step!(x)).reason, 'INVALID_API_KEY');
    return x.trace.steps[0]!.because;
  };
  assert.match(await why([]), /no header x-api-key/);
  assert.match(await why(['x-api-key', 'n'.repeat(30)]), /No API key has that value/);
  assert.match(await why(['x-api-key', off.value]), /off \(off\) is disabled/);
  assert.match(await why(['x-api-key', lost.value]), /in no usage plan that has the stage prod/);
});

test('a key is found by its digest alone, and a value of another length is not looked up', () => {
  const index = new KeyIndex<string>();
  index.add(digestOf(ann.value), 'ann');
  assert.equal(index.find(ann.value), 'ann');
  for (const value of ['', 'a', 'b'.repeat(129), `${ann.value.slice(0, -1)}x`, ann.value.toUpperCase()])
    assert.equal(index.find(value), null);
});

test('a key under two plans is held by each on its own stage: one that is used up leaves the other as it is', async () => {
  const stages = [
    plan('free', { quota: { limit: 2, period: 'DAY', offset: 0 } }),
    plan('gold', {
      throttle: { rate: 1, burst: 3 },
      stages: [{ apiId: 'abcdefghij', stage: 'beta', throttles: [] }],
    }),
  ];
  const laid = new Map<string, SharedArrayBuffer>();
  const at = (stage: string) => {
    const one = asking();
    const named = { ...one, stages: one.stages.map((s) => ({ ...s, name: stage })) };
    return gate(
      definition({
        ...{ apis: [named], apiKeys: [ann], usagePlans: stages },
        usagePlanKeys: [member('free', 'ann'), member('gold', 'ann')],
      }),
      Clock.byHand(start),
      laid,
    );
  };
  const [prod, beta] = [at('prod'), at('beta')];
  const reasons = async (of: ReturnType<typeof gate>, times: number): Promise<string[]> => {
    const found: string[] = [];
    for (let i = 0; i < times; i++) found.push(await reasonOf(of.call(ann.value)));
    return found;
  };
  assert.deepEqual(await reasons(prod, 3), ['pass', 'pass', 'QUOTA_EXCEEDED']);
  assert.deepEqual(await reasons(beta, 4), ['pass', 'pass', 'pass', 'THROTTLED']);
});
