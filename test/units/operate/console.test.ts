import assert from 'node:assert/strict';
import { test } from 'node:test';
import { error } from '../../../src/base/note.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import { buildReport } from '../../../src/observe/reports/report.ts';
import { answered, type ConsoleState } from '../../../src/operate/console/console.ts';
import { judged } from '../../../src/operate/supervise/health.ts';

const known = {
  pid: 1,
  uptimeSeconds: 1,
  generation: 3,
  source: 'a test',
  workers: { wanted: 2, running: 2, replaced: 0 },
  functionProcesses: 0,
  limitBytes: 0,
  stateFailing: '',
  issuersFailing: [],
  certificates: [],
  observed: {
    events: 0,
    eventsLost: 0,
    eventsFailed: 0,
    logLinesDropped: 0,
    wafRecordsHeld: 0,
    logsFailing: [],
    journal: { state: 'ok', because: '', dropped: 0, notKept: 0, putAside: '' },
  },
  lastReload: null,
} as const;

function stateWith(health = judged(known, false)): ConsoleState {
  return {
    health: () => health,
    metrics: () => 'portcullis_up 1\n',
    blocked: () => [],
    usageNow: () => [],
    explain: async () => null,
    explainEvent: async () => null,
    report: (forMs) => buildReport([], 1_700_000_000_000 - forMs, 1_700_000_000_000),
  };
}

const ask = (method: string, path: string, body = '', query = '', state = stateWith()) =>
  answered({ method, path, query: new URLSearchParams(query), headers: {}, body }, state);

test('the health of a gateway: ok and degraded are served, stopping and down are not', async () => {
  const states: [ReturnType<typeof judged>, string, number][] = [
    [judged(known, false), 'ok', 200],
    [judged({ ...known, workers: { wanted: 2, running: 1, replaced: 4 } }, false), 'degraded', 200],
    [judged({ ...known, workers: { wanted: 2, running: 0, replaced: 4 } }, false), 'down', 503],
    [judged(known, true), 'stopping', 503],
  ];
  for (const [health, status, code] of states) {
    assert.equal(health.status, status);
    assert.equal((await ask('GET', '/healthz', '', '', stateWith(health))).status, code);
  }
});

test('a journal or a log that cannot be written is a reason, in words', () => {
  const journal = {
    state: 'memory',
    because: 'the disk is full',
    dropped: 1,
    notKept: 0,
    putAside: '',
  } as const;
  const logsFailing = [{ path: 'a.log', state: 'ENOSPC' }];
  const { status, reasons } = judged(
    { ...known, observed: { ...known.observed, journal, logsFailing } },
    false,
  );
  assert.equal(status, 'degraded');
  assert.deepEqual(reasons, ['the journal: the disk is full', 'the log a.log cannot be written: ENOSPC']);
});

test('a generation that a worker could not take is a reason, and not called refused', () => {
  const note = error('definition.half-applied', 'worker 1 serves by the generation before it: x', NOWHERE);
  const lastReload = { at: '2026-11-22T00:00:00.000Z', ok: false, generation: 3, notes: [note] };
  const { status, reasons } = judged({ ...known, lastReload }, false);
  assert.equal(status, 'degraded');
  assert.deepEqual(reasons, ['generation 3: worker 1 serves by the generation before it: x']);
});

test('the page loads nothing and cannot be framed', async () => {
  const { status, headers, body } = await ask('GET', '/');
  assert.equal(status, 200);
  assert.match(headers['Content-Security-Policy']!, /default-src 'none'.*frame-ancestors 'none'/);
  assert.match(body, /^<!doctype html>/i);
});

test('the console looks and does not act: another method is refused with the one that is right', async () => {
  for (const path of ['/', '/healthz', '/metrics', '/api/blocked', '/api/report']) {
    const { status, headers } = await ask('POST', path);
    assert.deepEqual([status, headers.Allow], [405, 'GET'], path);
    assert.equal((await ask('HEAD', path)).status, 200, path);
  }
  assert.equal((await ask('GET', '/api/explain')).status, 405);
});

test('what cannot be read is a 400 that says why, what is not there a 404', async () => {
  const cases: [string, string, string, string, number, RegExp][] = [
    ['POST', '/api/explain', '{', '', 400, /the body must be JSON/],
    ['POST', '/api/explain', '{"method":"get","target":"x"}', '', 400, /must be a method in capitals/],
    [
      'POST',
      '/api/explain',
      '{"method":"GET","target":"/"}',
      '',
      400,
      /\\"127.0.0.1\\" is not an IP address/,
    ],
    ['POST', '/api/explain', '{"requestId":"abc"}', '', 404, /nothing is kept of a request with the id abc/],
    ['GET', '/api/report', '', 'since=yesterday', 400, /since must be like/],
    ['GET', '/nowhere', '', '', 404, /\/healthz/],
  ];
  for (const [method, path, body, query, status, message] of cases) {
    const answer = await ask(method, path, body, query);
    assert.equal(answer.status, status, path);
    assert.match(answer.body, message);
  }
});
