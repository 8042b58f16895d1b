import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { blocked } from '../../../src/operate/inquiry/blocked.ts';
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
  assert.ok(Date.parse(row.releasesAt) > clock.now() && Date.parse(row.since) <= clock.now());
  clock.advance(200_000);
  assert.deepEqual(blocked(defined, memory, clock), []);
});
