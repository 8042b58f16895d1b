import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { blockedNow, blockedTable } from '../../../src/observe/blocked.ts';
import { textTable } from '../../../src/observe/reports/text.ts';
import { exchange } from '../record/exchange.ts';
import { definition } from './definition.ts';

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
  assert.deepEqual(blockedNow(defined, cells, clock), []);
  for (let i = 0; i < 130; i++) {
    decide(exchange({ at: clock.now() }));
    clock.advance(10);
  }
  const rows = blockedNow(defined, cells, clock);
  assert.equal(rows.length, 1);
  const row = rows[0]!;
  assert.deepEqual(
    [row.address, row.rule, row.webAcl, row.limit, row.refused, row.windowMs],
    ['203.0.113.7', 'rate', 'shop', 100, 30, 120_000],
  );
  assert.ok(row.releasesAtMs > clock.now() && row.sinceMs <= clock.now());
  const text = textTable(blockedTable(rows, clock.now()));
  assert.match(text, /^address +rule +web ACL/);
  assert.match(text, /203\.0\.113\.7 +rate +shop +\d+ +100 \/ 120 s +30 .+ 2? ?(min )?\d+ (min \d+ )?s$/);
  clock.advance(200_000);
  assert.deepEqual(blockedNow(defined, cells, clock), []);
});
