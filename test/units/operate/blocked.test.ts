import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import { Trace } from '../../../src/base/trace.ts';
import { Bucket } from '../../../src/guard/decide/bucket.ts';
import { customKeys } from '../../../src/guard/decide/waf/rates/rates.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { releaseText, ruleText, whoText } from '../../../src/operate/inquiry/blocked.ts';
import { blocked } from '../../../src/operate/inquiry/blocked-now.ts';
import { Generations } from '../../../src/operate/supervise/generations.ts';
import { smallDefinition, smallRule } from '../../definition.ts';
import { definition } from '../observe/definition.ts';
import { exchange } from '../record/exchange.ts';

test('who is over a rate-based rule’s limit is listed, with when they will be released', () => {
  const clock = Clock.byHand();
  const written = definition();
  const [shop] = written.webAcls;
  const stage = written.apis[0]!.stages[0]!;
  const defined = {
    ...written,
    webAcls: [{ ...shop!, rules: shop!.rules.slice(0, 1) }],
    associations: [{ id: 'a', origin: stage.origin, resourceArn: stage.arn, webAclArn: shop!.arn }],
  };
  const memory = new Map<string, SharedArrayBuffer>();
  const cells = (id: string, bytes: number): SharedArrayBuffer => {
    const found = memory.get(id) ?? new SharedArrayBuffer(bytes);
    memory.set(id, found);
    return found;
  };
  const site = { definition: defined, api: defined.apis[0]!, stage, resource: null, method: null };
  const given = {
    definition: defined,
    clock,
    tracing: false,
    cells,
    invoke: () => Promise.reject(new Error('no function')),
  };
  const [settings] = waf.of(site);
  const decide = waf.compile(settings! as never, given as never);
  assert.deepEqual(blocked(defined, memory, clock), []);
  for (let i = 0; i < 130; i++) {
    decide(exchange({ at: clock.now() }));
    clock.advance(10);
  }
  const rows = blocked(defined, memory, clock);
  assert.equal(rows.length, 1);
  const row = rows[0]!;
  assert.deepEqual(
    [row.key, row.rule, row.webAcl, row.limit, row.refused],
    ['203.0.113.7', 'rate', 'shop', 100, 30],
  );
  assert.ok(row.releasesInSeconds > 0 && row.releasesInSeconds <= 120, `${row.releasesInSeconds}`);
  assert.ok(Date.parse(row.releasesAt) > clock.now() && Date.parse(row.since!) <= clock.now());
  clock.advance(200_000);
  assert.deepEqual(blocked(defined, memory, clock), []);
});

const rateBy = (CustomKeys: readonly object[]) => ({
  RateBasedStatement: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys },
});
const none = [{ Priority: 0, Type: 'NONE' }];

test('who is limited by a custom key is named as the log knows the key, and by its digest otherwise', async () => {
  const clock = Clock.byHand();
  const parts = [{ Header: { Name: 'x-tenant', TextTransformations: none } }, { HTTPMethod: {} }];
  const defined = smallDefinition({
    rules: [smallRule('rate', 1, rateBy(parts))],
  });
  const advanced = new Generations(clock).advance(defined);
  assert.ok('generation' in advanced);
  const { definition: read, cells } = advanced.generation;
  const [acl] = read.webAcls;
  const memory = new Map(cells);
  const decide = waf.compile(
    { webAcl: acl!.arn } as never,
    {
      ...{ definition: read, clock, tracing: false, cells: (id: string) => memory.get(id)! },
      invoke: () => Promise.reject(new Error('no function')),
    } as never,
  );
  for (const tenant of ['acme', 'a'.repeat(40)])
    for (let i = 0; i < 12; i++) await decide(exchange({ headers: ['x-tenant', tenant] }));
  const rows = (logged: readonly string[]) => blocked(read, memory, clock, logged).map(({ key }) => key);
  assert.deepEqual(
    rows([]).map((key) => /^custom:[0-9a-f]{32}$/.test(key)),
    [true, true],
  );
  const logged = ['acme\u001fGET', `${'a'.repeat(32)}\u001fGET`, 'one part', 'other\u001fGET'];
  const named = rows(logged);
  assert.ok(named.includes('Header:x-tenant=acme HTTPMethod=GET'), String(named));
  assert.equal(named.filter((key) => key.startsWith('custom:')).length, 1);
});

test('of two values that a request has for one key, the one that is over the limit is told', async () => {
  const clock = Clock.byHand();
  const parts = [{ HTTPMethod: {} }, { Cookie: { Name: 'sid', TextTransformations: none } }];
  const advanced = new Generations(clock).advance(
    smallDefinition({ rules: [smallRule('rate', 1, rateBy(parts))] }),
  );
  assert.ok('generation' in advanced);
  const { definition: read, cells } = advanced.generation;
  const step = (tracing: boolean) =>
    waf.compile(
      { webAcl: read.webAcls[0]!.arn } as never,
      {
        ...{ definition: read, clock, tracing, cells: (id: string) => cells.get(id)! },
        invoke: () => Promise.reject(new Error('no function')),
      } as never,
    );
  const decide = step(false);
  const sent = (i: number) => exchange({ headers: ['cookie', `sid=made-up-${i}; sid=own`] });
  for (let i = 0; i < 10; i++) assert.equal(await decide(sent(i)), PASS);
  const x = sent(10);
  assert.equal((await decide(x)).reason, 'WAF_FILTERED');
  assert.deepEqual(x.waf!.rates, [{ rule: 'rate', key: 'GET\u001fown' }]);
  assert.deepEqual(
    blocked(read, cells, clock, ['GET\u001fown']).map(({ key }) => key),
    ['HTTPMethod=GET Cookie:sid=****'],
  );
  const traced = sent(11);
  traced.trace = new Trace();
  await step(true)(traced);
  assert.match(JSON.stringify(traced.trace), /Cookie:sid=own has made 10 requests or more/);
});

test('of keys and credentials that a rule counts by, the first four characters are shown', () => {
  const told = (part: string, value: string): string =>
    [...customKeys([part, 'HTTPMethod'], [`${value}\u001fGET`]).values()].join();
  const key = 'Zx81kQpL02mNvRt7Yw93';
  assert.equal(told('Header:X-Api-Key', key), 'Header:X-Api-Key=Zx81**** HTTPMethod=GET');
  assert.equal(
    told('Header:authorization', `Bearer ${key}`),
    'Header:authorization=Bearer Zx81**** HTTPMethod=GET',
  );
  assert.equal(told('Cookie:aws-waf-token', 'short'), 'Cookie:aws-waf-token=**** HTTPMethod=GET');
  assert.equal(told('Header:x-tenant', key), `Header:x-tenant=${key} HTTPMethod=GET`);
});

test('an API key whose quota is used up is listed with when the next period begins', () => {
  const clock = Clock.byHand();
  const account = {
    ...{
      key: 'shop',
      keyId: 'k',
      enabled: true,
      plan: 'small',
      planId: 'p',
      used: 7,
      allowed: 5,
      remaining: 0,
    },
    ...{ resetsAt: new Date(clock.now() + 90_000).toISOString(), tokens: 1, burst: 2 },
  };
  const others = [
    { ...account, key: 'left', remaining: 1 },
    { ...account, key: 'off', enabled: false },
    { ...account, key: 'unlimited', used: null, allowed: null, remaining: null, resetsAt: null },
  ];
  const rows = blocked(definition(), new Map(), clock, [], [account, ...others]);
  assert.deepEqual(
    rows.map(({ by, key, rule, count, limit, refused, releasesInSeconds }) => [
      by,
      key,
      rule,
      count,
      limit,
      refused,
      releasesInSeconds,
    ]),
    [['quota', 'shop', 'small', 5, 5, null, 90]],
  );
  assert.equal(releaseText(rows[0]!), `in 90 s (${rows[0]!.releasesAt.slice(11, 19)})`);
  assert.match(releaseText({ ...rows[0]!, releasesInSeconds: 7_300 }), /^in 2 h 1 min \(\d\d:/);
  assert.match(releaseText({ ...rows[0]!, releasesInSeconds: 180_000 }), /^in 2 d 2 h \(\d{4}-/);
});

test('a throttle whose bucket is empty holds up everybody until the next token', () => {
  const clock = Clock.byHand();
  const advanced = new Generations(clock).advance(smallDefinition({}));
  assert.ok('generation' in advanced);
  const { definition: read, cells } = advanced.generation;
  assert.deepEqual(blocked(read, cells, clock), []);
  const { rate, burst } = read.settings.account;
  const bucket = new Bucket(cells.get('throttle/account')!, rate, burst, clock.nowNs());
  while (bucket.take(clock.nowNs()));
  const [row, ...more] = blocked(read, cells, clock);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [row!.by, whoText(row!), ruleText(row!), row!.limit, row!.releasesInSeconds],
    ['throttle', 'everybody', 'throttle of account', burst, 1],
  );
  clock.advance(1_000);
  assert.deepEqual(blocked(read, cells, clock), []);
});
