import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Latencies } from '../../../src/operate/load/latencies.ts';
import { Tally } from '../../../src/operate/load/tally.ts';
import { sourcesOf } from '../../../src/operate/load/target.ts';
import { duration, progressLine, reportLines } from '../../../src/operate/load/text.ts';
import { Timeline } from '../../../src/operate/load/timeline.ts';

const same = (text: string): string => text;
const plain = { bold: same, dim: same, red: same, green: same, yellow: same };

test('a report shows statuses, meanings, latencies and a chart', () => {
  const tally = new Tally(1, 5);
  for (let i = 0; i < 1500; i++) {
    tally.sent++;
    if (i < 133) tally.answer(200, i * 200, 2);
    else if (i < 1499) tally.answer(403, i * 200, 4, 'ForbiddenException');
    else tally.failure('ECONNRESET', i * 200);
  }
  const report = tally.report({
    url: 'http://127.0.0.1:8080/',
    method: 'GET',
    engine: 'paced',
    rate: 5,
    planned: 1500,
    sources: 0,
    stopped: false,
  });
  assert.deepEqual(
    report.codes.map((row) => row.firstSeconds),
    [0, 26.6],
  );
  const lines = reportLines({ ...report, seconds: 300 }, plain, 100);
  assert.deepEqual(lines, [
    'GET http://127.0.0.1:8080/: 1 500 requests in 5 min at 5/s',
    '',
    '  status  requests    share  meaning',
    '  200          133    8.9 %  answered',
    '  403        1 366   91.1 %  blocked: by the web ACL, or no such API',
    '  –              1    0.1 %  no answer: the connection was cut (ECONNRESET)',
    '',
    '  latency  p50 4.00 ms · p90 4.00 ms · p99 4.00 ms · max 4.00 ms',
    '',
    `  200     ${'█'.repeat(5)}▃${' '.repeat(54)}`,
    `  403     ${' '.repeat(5)}▆${'█'.repeat(53)}█`,
    `  –       ${' '.repeat(59)}▁`,
    `          0 s${' '.repeat(52)}5 min   full bar: 25 in 5 s`,
  ]);
  assert.ok(reportLines(report, plain, 40).every((line, i) => i < 9 || line.length < 70));
});

test('a line says how far a load has come', () => {
  const tally = new Tally(1, 1);
  tally.sent = 2000;
  tally.answer(200, 0, 1);
  tally.answer(429, 0, 1);
  const line = progressLine({ ...tally.progress(3000, 90), seconds: 61.23 });
  assert.equal(line, '61.2 s of 90 s · 2 000 of 3 000 sent · 200 × 1 · 429 × 1');
});

test('percentiles are right to within one per cent', () => {
  const latencies = new Latencies();
  for (let i = 1; i <= 10_000; i++) latencies.add(i / 10);
  for (const share of [0.5, 0.9, 0.99]) {
    const off = latencies.at(share) / (share * 1000);
    assert.ok(off > 0.99 && off < 1.011, `${share}: ${latencies.at(share)}`);
  }
  assert.equal(latencies.at(1), 1000);
  assert.equal(new Latencies().at(0.5), 0);
});

test('a timeline holds any length of time in sixty intervals and loses nothing', () => {
  const timeline = new Timeline(0.05);
  for (let i = 0; i < 10_000; i++) timeline.add(i / 10, i % 3 === 0 ? 200 : i % 3 === 1 ? 429 : 0);
  const rows = timeline.rows();
  assert.ok(rows.length <= 60 && rows.length > 30);
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((a, row) => a + of(row), 0);
  assert.deepEqual(
    [sum((r) => r.codes[200]!), sum((r) => r.codes[429]!), sum((r) => r.failed)],
    [3334, 3333, 3333],
  );
});

test('sources leave out what a host cannot have', () => {
  assert.deepEqual(sourcesOf('127.0.0.0/8', 3), ['127.0.0.1', '127.0.0.2', '127.0.0.3']);
  assert.deepEqual(sourcesOf('127.0.0.254/30', 9), ['127.0.0.253', '127.0.0.254', '127.0.0.252'].sort());
  assert.deepEqual(sourcesOf('127.0.0.9', 9), ['127.0.0.9']);
  assert.deepEqual(sourcesOf('::1', 9), ['::1']);
  assert.equal(sourcesOf('127.0.0.0/8', 300)[254], '127.0.1.1');
});

test('durations are written as people say them', () => {
  assert.deepEqual([0.05, 5, 61.26, 300, 305, 3600, 3900].map(duration), [
    '50 ms',
    '5 s',
    '61.3 s',
    '5 min',
    '5 min 5 s',
    '1 h',
    '1 h 5 min',
  ]);
});
