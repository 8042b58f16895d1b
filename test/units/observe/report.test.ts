import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutcomeRow, Row, TopRow } from '../../../src/observe/journal/rows.ts';
import { meanings, messageOf, outcomeOf } from '../../../src/observe/reasons.ts';
import { reportHtml } from '../../../src/observe/reports/html.ts';
import { buildReport, reportNames } from '../../../src/observe/reports/report.ts';
import { reportText, textTable } from '../../../src/observe/reports/text.ts';
import { spanOf } from '../../../src/observe/reports/timeline.ts';
import { hostile } from './event.ts';

const start = Date.UTC(2026, 10, 22, 4, 0);
const end = start + 300_000;

function outcome(minute: number, status: number, reason: string, by: string, count: number): OutcomeRow {
  const at = start + minute * 60_000;
  const place = { api: 'pets/Api', stage: 'pets/Prod', resourcePath: status === 403 ? '' : '/pets/{id}' };
  return { of: 'outcome', at, ...place, status, reason, by, count, latencyMs: count * 4 };
}
const top = (of: TopRow['of'], result: TopRow['outcome'], key: string, count: number): TopRow => ({
  of,
  at: start,
  outcome: result,
  key,
  count,
});
const rows: Row[] = [
  outcome(0, 200, '', '', 133),
  outcome(0, 403, 'WAF_FILTERED', 'waf-stack/Acl/limit', 67),
  outcome(2, 403, 'WAF_FILTERED', 'waf-stack/Acl/limit', 300),
  outcome(2, 429, 'THROTTLED', 'pets/Prod', 50),
  outcome(4, 504, 'INTEGRATION_TIMEOUT', '', 2),
  top('address', 'allowed', '127.0.0.1', 133),
  top('address', 'refused', '127.0.0.1', 367),
  top('address', 'refused', '127.0.0.2', 50),
  top('address', 'failed', '127.0.0.2', 2),
  top('path', 'refused', '/prod/pets/7', 417),
  top('path', 'failed', '/prod/pets/7', 2),
];

test('a report adds up what the journal counted', () => {
  const report = buildReport(rows, start, end);
  assert.deepEqual(report.totals, { requests: 552, allowed: 133, refused: 417, failed: 2, meanLatencyMs: 4 });
  assert.deepEqual(
    report.timeline.bars.map((b) => b.counts),
    [
      [133, 0, 67, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 50, 300, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 2],
    ],
  );
  assert.deepEqual(
    report.sections.map((s) => s.name),
    reportNames,
  );
});

test('the report for the terminal names sums, layers and rules, what matters most first', () => {
  assert.equal(
    reportText(buildReport(rows, start, end)),
    `Requests from 2026-11-22 04:00:00 to 2026-11-22 04:05:00 UTC

552 requests: 133 allowed (24.1 %), 417 refused, 2 failed; 4 ms on average

Where requests ended

  layer        outcome  requests   share
  ───────────  ───────  ────────  ──────
  passed all   allowed       133  24.1 %
  web ACL      refused       367  66.5 %
  throttle     refused        50   9.1 %
  integration  failed          2   0.4 %

Which rule refused, and what failed

  rule                 reason               meaning                 outcome  requests
  ───────────────────  ───────────────────  ──────────────────────  ───────  ────────
  waf-stack/Acl/limit  WAF_FILTERED         blocked by the web ACL  refused       367
  pets/Prod            THROTTLED            throttled               refused        50
  –                    INTEGRATION_TIMEOUT  timed out               failed          2

Paths, the most refused first

  path          refused  failed
  ────────────  ───────  ──────
  /prod/pets/7      417       2

Addresses, the most refused first

  address    refused  allowed  failed  refused of all
  ─────────  ───────  ───────  ──────  ──────────────
  127.0.0.1      367      133       0          73.4 %
  127.0.0.2       50        0       2          96.2 %

Stages and resources

  stage      resource    allowed  refused  failed  mean ms
  ─────────  ──────────  ───────  ───────  ──────  ───────
  pets/Prod  (none)            0      367       0        4
  pets/Prod  /pets/{id}      133       50       2        4

Status codes over time

  time (UTC)        200  403  429  504
  ────────────────  ───  ───  ───  ───
  2026-11-22 04:00  133   67    0    0
  2026-11-22 04:02    0  300   50    0
  2026-11-22 04:04    0    0    0    2
`,
  );
});

test('a report is of whole milliseconds, though the clock of a gateway knows parts of them', () => {
  const { from, to } = buildReport(rows, start + 0.117, end + 0.9);
  assert.deepEqual([from, to], [start, end + 1]);
});

test('only the sections asked for are built', () => {
  const report = buildReport(rows, start, end, ['refusals-by-rule']);
  assert.deepEqual(
    report.sections.map((s) => s.name),
    ['refusals-by-rule'],
  );
});

test('a time without requests says so, in every form', () => {
  const report = buildReport([], start, end);
  assert.match(reportText(report), /None was recorded/);
  assert.match(reportHtml(report), /No request was recorded/);
  assert.deepEqual(JSON.parse(JSON.stringify(report)).totals.requests, 0);
});

test('the HTML file loads nothing, runs nothing, and shows what callers sent as text', () => {
  const html = reportHtml(
    buildReport([...rows, ...hostile.map((key) => top('path', 'refused', key, 900))], start, end),
  );
  assert.doesNotMatch(html, /<script|javascript:|\son\w+=|<(img|iframe|link|object)|url\(|@import|src=/i);
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  assert.match(html, /default-src 'none'/);
  assert.doesNotMatch(html, /[\u0000-\u0009\u000b-\u001f\u007f]/);
  const opened = [...html.matchAll(/<(main|section|table|tbody|thead|tr|td|th|svg|g|figure|ul|li|dl|div)\b/g)]
    .length;
  const closed = [
    ...html.matchAll(/<\/(main|section|table|tbody|thead|tr|td|th|svg|g|figure|ul|li|dl|div)>/g),
  ].length;
  assert.equal(opened, closed);
  for (const n of ['367', '133', '552']) assert.ok(html.includes(`>${n}`), n);
});

test('a table for the terminal holds no control characters and lines up', () => {
  const text = textTable({ columns: ['path', 'n'], rows: hostile.map((h, i) => [h, i * 1000]) });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  assert.equal(text.split('\n').length, hostile.length + 2);
  assert.equal(
    new Set(
      text
        .split('\n')
        .slice(2)
        .map((l) => [...l].length),
    ).size,
    1,
  );
});

test('a span of any length is shown in at most sixty steps, and a week a bar at most', () => {
  for (const minutes of [1, 59, 61, 1440, 43_200]) {
    const { stepMs } = spanOf(0, minutes * 60_000);
    assert.ok((minutes * 60_000) / stepMs <= 60);
  }
});

test('every reason has a meaning, and what the caller was told', () => {
  for (const [reason, meaning] of Object.entries(meanings)) {
    assert.match(meaning.because, /^[A-Z].*\.$/, reason);
    assert.equal(typeof messageOf(reason), 'string');
    assert.equal(outcomeOf(reason), meaning.outcome);
  }
  assert.equal(outcomeOf(''), 'allowed');
  assert.equal(messageOf('THROTTLED'), 'Too Many Requests');
});
