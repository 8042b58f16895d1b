import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { MethodSetting } from '../../../src/define/model/api.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { Bucket, bucketBytes } from '../../../src/guard/decide/bucket.ts';
import type { Site } from '../../../src/guard/decide/layer.ts';
import throttle from '../../../src/guard/decide/throttle/throttle.ts';
import { from } from '../../../src/guard/decide/waf/cases.ts';
import { api, definition, exchangeOf, given } from './at-hand.ts';

const second = 1_000_000_000n;

/** How many of `tries` at one moment are let through. */
function burst(bucket: Bucket, now: bigint, tries = 500): number {
  let taken = 0;
  for (let i = 0; i < tries; i++) if (bucket.take(now)) taken++;
  return taken;
}

function site(routes: readonly string[], settings: readonly Partial<MethodSetting>[], at = 0): Site {
  const one = api(routes, settings);
  const resource = one.resources[at]!;
  return {
    definition: definition({ apis: [one] }),
    api: one,
    stage: one.stages[0]!,
    resource,
    method: resource.methods[0]!,
  };
}

test('a burst takes what the bucket holds, and a token flows back each interval', () => {
  const bucket = new Bucket(new SharedArrayBuffer(bucketBytes), 10, 100, 0n);
  const now = 1_000n * second;
  assert.equal(burst(bucket, now), 100);
  assert.equal(burst(bucket, now + second / 10n - 1n), 0);
  assert.equal(burst(bucket, now + second / 10n), 1);
  assert.equal(burst(bucket, now + 3n * second), 29);
  assert.equal(burst(bucket, now + 3600n * second), 100);
});

test('over ten seconds of overload exactly the rate and the burst are admitted', () => {
  for (const [rate, most] of [
    [1000, 1],
    [7, 3],
    [0.5, 2],
    [333.3, 10],
    [10_000, 5000],
  ] as const) {
    const bucket = new Bucket(new SharedArrayBuffer(bucketBytes), rate, most, 0n);
    let taken = 0;
    for (let ms = 0n; ms <= 10_000n; ms++) {
      for (let i = 0; i < 20 && bucket.take(second + ms * 1_000_000n); i++) taken++;
      if (ms === 0n) while (bucket.take(second)) taken++;
    }
    const exact = most + 10 * rate;
    assert.ok(Math.abs(taken - exact) <= Math.max(1, exact / 1000), `${rate}/s: ${taken} of ${exact}`);
  }
});

test('a rate or a burst of 0 lets nothing through', () => {
  for (const [rate, most] of [
    [0, 100],
    [100, 0],
  ] as const) {
    const bucket = new Bucket(new SharedArrayBuffer(bucketBytes), rate, most, 0n);
    assert.equal(burst(bucket, second), 0);
    assert.equal(burst(bucket, 10_000n * second), 0);
    assert.equal(bucket.level(second).tokens, 0);
  }
});

test('a level says what is left and when the next token comes, and takes nothing', () => {
  const bucket = new Bucket(new SharedArrayBuffer(bucketBytes), 10, 5, 0n);
  const now = 50n * second;
  assert.deepEqual(bucket.level(now), { tokens: 5, nextAt: now });
  assert.equal(burst(bucket, now), 5);
  assert.deepEqual(bucket.level(now), { tokens: 0, nextAt: now + second / 10n });
  assert.deepEqual(bucket.level(now + second / 20n), { tokens: 0.5, nextAt: now + second / 10n });
  assert.equal(bucket.take(bucket.level(now).nextAt), true);
});

test('a reload with another rate keeps the tokens that were lacking, and lets a smaller burst be empty at most', () => {
  const cells = new SharedArrayBuffer(bucketBytes);
  const now = 50n * second;
  assert.equal(burst(new Bucket(cells, 10, 100, now), now, 60), 60);
  const faster = new Bucket(cells, 1000, 100, now);
  assert.equal(faster.level(now).tokens, 40);
  assert.equal(burst(faster, now), 40);
  const smaller = new Bucket(cells, 1, 10, now);
  assert.deepEqual(smaller.level(now), { tokens: 0, nextAt: now + second });
  assert.equal(burst(smaller, now + 10n * second), 10);
  const same = new Bucket(cells, 1, 10, now + 10n * second);
  assert.equal(burst(same, now + 10n * second), 0, 'the same settings change nothing');
});

test('each method has a bucket of its own, even when one setting holds for all, and then the account’s', () => {
  const all = [{ rateLimit: 10, burstLimit: 100 }];
  assert.deepEqual(throttle.of(site(['GET /secure/greeter', 'GET /other'], all)), [
    { id: 'throttle/api/prod/secure/greeter/GET', by: 'api/prod/settings/0', rate: 10, burst: 100 },
    { id: 'throttle/account', by: 'throttle/account', rate: 10_000, burst: 5000 },
  ]);
  assert.equal(
    throttle.of(site(['GET /secure/greeter', 'GET /other'], all, 1))[0]?.id,
    'throttle/api/prod/other/GET',
  );
  assert.equal(throttle.of(site(['GET /'], all))[0]?.id, 'throttle/api/prod//GET');
});

test('a setting may share one bucket among its methods', () => {
  const shared = [{ rateLimit: 10, burstLimit: 100, shared: true }];
  const ids = [0, 1].map((at) => throttle.of(site(['GET /a', 'POST /b'], shared, at))[0]?.id);
  assert.deepEqual(ids, ['throttle/api/prod/*/*', 'throttle/api/prod/*/*']);
});

test('the most specific setting holds, and what it leaves open comes from the broader one, then the account', () => {
  const settings = [
    { rateLimit: 50, burstLimit: 60 },
    { resourcePath: '/pets/{id}', httpMethod: 'GET', rateLimit: 5, burstLimit: null },
    { resourcePath: '/pets/{id}', httpMethod: 'POST', rateLimit: 1, burstLimit: 1 },
  ];
  const [own] = throttle.of(site(['GET /pets/{id}'], settings));
  assert.deepEqual([own?.rate, own?.burst, own?.by], [5, 60, 'api/prod/settings/1']);
  const [inherits] = throttle.of(site(['GET /pets/{id}'], [{ rateLimit: 5 }]));
  assert.deepEqual([inherits?.rate, inherits?.burst], [5, 5000]);
  const none = throttle.of(site(['GET /pets'], [{ rateLimit: -1, burstLimit: null, loggingLevel: 'INFO' }]));
  assert.deepEqual(
    none.map((s) => s.id),
    ['throttle/account'],
  );
});

test('a refusal names the setting, and is one frozen object however many are refused', async () => {
  const clock = Clock.byHand();
  const at = given(definition(), clock);
  const take = throttle.compile({ id: 'throttle/x', by: 'api/prod/settings/0', rate: 1, burst: 2 }, at);
  const x = await exchangeOf(from('203.0.113.7'));
  const decisions = [take(x), take(x), take(x), take(x)];
  assert.deepEqual(decisions.slice(0, 2), [PASS, PASS]);
  assert.equal(decisions[2], decisions[3]);
  assert.deepEqual(decisions[2], {
    action: 'refuse',
    reason: 'THROTTLED',
    by: 'api/prod/settings/0',
    prepared: null,
    errorType: '',
  });
  clock.advance(1000);
  assert.equal(take(x), PASS);
});

test('a traced walk tells the level before and after and when the next token comes, and takes nothing', async () => {
  const clock = Clock.byHand();
  const at = given(definition(), clock);
  const limit = { id: 'throttle/x', by: 'by', rate: 4, burst: 2 };
  const take = throttle.compile(limit, at);
  const look = throttle.compile(limit, { ...at, tracing: true });
  const x = await exchangeOf(from('203.0.113.7'));
  const step = () => {
    x.trace = new Trace();
    const decision = look(x);
    return { decision, ...x.trace.steps[0]! };
  };
  for (let i = 0; i < 3; i++) assert.equal(step().looked.tokensBefore, 2);
  assert.equal(step().looked.tokensAfter, 1);
  take(x);
  take(x);
  const empty = step();
  assert.equal(empty.outcome, 'refuse THROTTLED');
  assert.equal(empty.looked.nextTokenInMs, 250);
  assert.notEqual(empty.decision, PASS);
  clock.advance(250);
  assert.equal(step().decision, PASS);
});

test('the account’s limit is what the settings say', () => {
  const settings = settingsShape.parse({ account: { rate: 5, burst: 7 } });
  const at = site(['GET /'], []);
  const limits = throttle.of({ ...at, definition: { ...at.definition, settings } });
  assert.deepEqual(limits, [{ id: 'throttle/account', by: 'throttle/account', rate: 5, burst: 7 }]);
});
