import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../../src/base/event.ts';
import type { WafOutcome } from '../../../src/base/exchange.ts';
import type { MatchDetail } from '../../../src/base/match-detail.ts';
import { Journal } from '../../../src/observe/journal/journal.ts';
import { pathShape, Suspicion } from '../../../src/observe/journal/suspicion.ts';
import { buildReport } from '../../../src/observe/reports/report.ts';
import { reportText } from '../../../src/observe/reports/text.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { matchesOf } from '../../../src/observe/waf/matches.ts';
import { definition } from './definition.ts';
import { blocked, event, waf } from './event.ts';

const shop = viewOf(definition()).webAcls.get('waf/Acl')!;
const at = Date.UTC(2026, 10, 22, 4, 0);
const passed: WafOutcome = waf({
  ...{ action: 'ALLOW', terminatingRule: 'Default_Action', terminatingType: 'REGULAR', rates: [] },
});
const bySql = (change: Partial<WafOutcome> = {}): WafOutcome => {
  const detail: MatchDetail = {
    ...{
      rule: 'sql',
      within: '',
      condition: 'SQL_INJECTION',
      sensitivity: 'LOW',
      location: 'ALL_QUERY_ARGS',
    },
    ...{ field: 'name', family: 'sqli', data: ['OR'] },
  };
  return waf({ terminatingRule: 'sql', terminatingType: 'REGULAR', rates: [], details: [detail], ...change });
};

const good = (client: string, change: Partial<Event> = {}): Event =>
  event({ at, client, stagePath: '/prod/people', query: 'name=x&page=1', waf: passed, ...change });
const refused = (client: string, change: Partial<Event> = {}): Event =>
  blocked({ at, client, stagePath: '/prod/people', query: 'page=1&name=O%27Brien', waf: bySql(), ...change });

function journalOf(events: readonly Event[]) {
  const journal = new Journal({ file: null });
  for (const e of events) journal.add(e, 'shop', e.waf === null ? [] : matchesOf(e.waf, shop));
  const rows = [...journal.reader.rows(at, at + 60_000)];
  journal.close();
  const report = buildReport(rows, at, at + 60_000);
  const section = (name: string) => report.sections.find((s) => s.name === name)!.rows;
  return { report, section };
}

const people = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
const usual = people.flatMap((client) => Array.from({ length: 6 }, () => good(client)));

test('the report tells families, rules and clients with the reason', () => {
  const counting = good('192.0.2.9', {
    waf: { ...bySql({ counted: ['sql'] }), ...passed, counted: ['sql'], details: bySql().details! },
  });
  const { section, report } = journalOf([
    ...Array.from({ length: 3 }, () => refused('203.0.113.7')),
    counting,
    blocked({ at, client: '203.0.113.8', waf: waf() }),
  ]);
  assert.deepEqual(section('attack-families'), [
    ['SQL injection', 3, 1],
    ['too many requests', 1, 0],
  ]);
  assert.deepEqual(section('top-rules'), [
    ['shop', 'sql', 3, 1, 0, 0],
    ['shop', 'rate', 1, 0, 0, 0],
  ]);
  assert.deepEqual(section('refusals-by-client'), [
    ['203.0.113.7', 'shop', 'sql', 'SQL injection', 3],
    ['203.0.113.8', 'shop', 'rate', 'too many requests', 1],
  ]);
  assert.deepEqual(section('suspected-false-alarms'), []);
  assert.match(reportText(report), /What web ACLs found\n\n {2}family +refused +counted/);
});

test('a refusal of a known client that sends what others send as well is a suspected false alarm', () => {
  const { section } = journalOf([
    ...usual,
    refused('192.0.2.1', { requestId: 'first' }),
    refused('192.0.2.2', { requestId: 'second' }),
    refused('203.0.113.7'),
  ]);
  assert.deepEqual(section('suspected-false-alarms'), [
    ['sql', 'shop', 'GET /prod/people', 'ALL_QUERY_ARGS name', 2, '66.7 %', 'second'],
  ]);
});

test('what a rule only counted and the report suspects is kept, so that it can be explained', () => {
  const onlyCounted = { ...bySql({ counted: ['sql'] }), ...passed, counted: ['sql'] };
  const counted = (client: string, requestId: string): Event =>
    good(client, { requestId, query: 'page=1&name=O%27Brien', waf: onlyCounted });
  const events = [...usual, counted('192.0.2.1', 'suspected'), counted('203.0.113.7', 'attack')];
  const { section } = journalOf(events);
  assert.equal(section('suspected-false-alarms')[0]!.at(-1), 'suspected');
  const journal = new Journal({ file: null });
  for (const e of events) journal.add(e, 'shop', matchesOf(e.waf!, shop));
  journal.flush();
  assert.equal(journal.find('suspected')!.target, '/prod/pets/7?page=1&name=O%27Brien');
  assert.equal(journal.find('attack'), null);
  journal.close();
});

test('an attacker who is known for good requests is told by how much of theirs is refused', () => {
  const suspicion = new Suspicion();
  for (const e of usual) suspicion.good(e);
  const verdicts = Array.from({ length: 4 }, () => suspicion.refused(refused('192.0.2.1'), 'sql', true));
  assert.deepEqual(verdicts, [true, false, false, false]);
});

test('a client that trips one rule after the other is no false alarm, nor is a path nobody else asks for', () => {
  const suspicion = new Suspicion();
  for (let i = 0; i < 100; i++) for (const e of usual) suspicion.good(e);
  const scan = ['sql', 'xss', 'path', 'shell'].map((rule) =>
    suspicion.refused(refused('192.0.2.1'), rule, true),
  );
  assert.deepEqual(scan, [true, true, false, false]);
  assert.equal(suspicion.refused(refused('192.0.2.2', { stagePath: '/prod/admin' }), 'sql', true), false);
  assert.equal(suspicion.refused(refused('192.0.2.3', { query: 'name=1&cmd=id' }), 'sql', true), false);
  assert.equal(suspicion.refused(refused('203.0.113.7'), 'sql', true), false);
});

test('what a counting rule matched and nothing was found in is as good as any: switching it to block would hit it', () => {
  const all = { ...passed, counted: ['count'] };
  const { section } = journalOf(
    people.flatMap((c) => Array.from({ length: 20 }, () => good(c, { waf: all }))),
  );
  const [row] = section('suspected-false-alarms');
  assert.equal(row![0], 'count');
  assert.ok(Number(row![4]) > 30, String(row));
});

test('attacks that only count do not make themselves look usual', () => {
  const counted: WafOutcome = { ...passed, counted: ['sql'], details: bySql().details! };
  const { section } = journalOf(
    people.flatMap((c) => Array.from({ length: 20 }, () => good(c, { waf: counted }))),
  );
  assert.deepEqual(section('suspected-false-alarms'), []);
});

test('paths are alike whatever the ids in them', () => {
  assert.equal(pathShape('/prod/people/17/orders/a1b2'), '/prod/people/*/orders/*');
  assert.equal(pathShape('/prod/people/0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f'), '/prod/people/*');
  assert.ok(pathShape(`/${'a/'.repeat(5000)}`).length <= 200);
});

test('whoever sends something new each time fills no memory', () => {
  const suspicion = new Suspicion();
  for (let i = 0; i < 50_000; i++)
    suspicion.good(
      good(`2001:db8::${i.toString(16)}`, {
        stagePath: `/prod/${'abcdefghij'[i % 10]}${'x'.repeat(i % 30)}`,
        query: `q${i}=1`,
      }),
    );
  assert.deepEqual(suspicion.sizes, { clients: 20_000, shapes: 10_000 });
});

test('of a flood rules and families count every request, clients the first thousand of a second', () => {
  const { section } = journalOf(Array.from({ length: 3_000 }, () => refused('203.0.113.7')));
  assert.deepEqual(section('attack-families'), [['SQL injection', 3_000, 0]]);
  assert.deepEqual(section('top-rules'), [['shop', 'sql', 3_000, 0, 0, 0]]);
  assert.deepEqual(section('refusals-by-client'), [['203.0.113.7', 'shop', 'sql', 'SQL injection', 1_000]]);
});
