import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS, refuse } from '../../../src/base/decision.ts';
import type { Event } from '../../../src/base/event.ts';
import { Fault } from '../../../src/base/fault.ts';
import { makeRing } from '../../../src/base/ring.ts';
import { Recorder } from '../../../src/guard/record/record.ts';
import { RingReader } from '../../../src/observe/events/ring.ts';
import { exchange } from './exchange.ts';

function pair(bytes?: number) {
  const ring = makeRing(bytes);
  const clock = Clock.byHand();
  const reader = new RingReader(ring);
  const recorder = new Recorder(ring, 3, clock);
  const drain = (): Event[] => {
    const events: Event[] = [];
    reader.drain((e) => events.push(e));
    return events;
  };
  return { ring, clock, reader, recorder, drain };
}

test('a passed request comes out as it went in', () => {
  const { clock, recorder, drain } = pair();
  const x = exchange();
  x.api = 'pets/Api';
  x.stage = 'pets/Api/prod';
  x.operation = 'pets/Get';
  x.resourcePath = '/pets/{id}';
  x.apiKeyId = 'annannanna';
  x.stagePath = '/prod/pets/7';
  x.status = 200;
  x.integrationStatus = 200;
  x.integrationMs = 3.25;
  clock.advance(4.5);
  recorder.record(x, PASS);
  assert.deepEqual(
    drain().map((e) => ({ ...e, kind: null })),
    [
      {
        kind: null,
        requestId: x.id,
        at: 1_700_000_000_000,
        latencyMs: 4.5,
        worker: 3,
        client: '203.0.113.7',
        method: 'GET',
        path: '/prod/pets/7',
        stagePath: '/prod/pets/7',
        query: 'full=1',
        protocol: 'HTTP/1.1',
        host: 'api.example.com',
        userAgent: 'curl/8.5.0',
        api: 'pets/Api',
        stage: 'pets/Api/prod',
        operation: 'pets/Get',
        resourcePath: '/pets/{id}',
        apiKeyId: 'annannanna',
        status: 200,
        bytesOut: 42,
        bytesIn: 7,
        reason: '',
        by: '',
        fault: '',
        faultMessage: '',
        integrationStatus: 200,
        integrationMs: 3.25,
        waf: null,
        inspectedBytes: 0,
        oversize: 0,
        unread: [],
        secure: false,
        ja3: '',
        ja4: '',
        learned: null,
        solution: null,
        prepared: false,
        labels: [],
        inserted: null,
        headers: null,
        written: null,
      },
    ],
  );
  assert.deepEqual(drain(), []);
});

test('a refusal carries its reason, the web ACL’s doing, labels and headers', () => {
  const { recorder, drain } = pair();
  const x = exchange({
    headers: ['Host', 'h', 'AUTHORIZATION', 'Bearer abc', 'cookie', 's=1', 'X-Api-Key', 'k', 'X-A', '1'],
  });
  x.waf = {
    webAcl: 'waf/Acl',
    action: 'BLOCK',
    terminatingRule: 'limit',
    terminatingType: 'RATE_BASED',
    counted: ['c1', 'c2'],
    rates: [
      { rule: 'limit', key: '203.0.113.7' },
      { rule: 'other', key: 'schlüssel-→' },
    ],
    details: [
      {
        ...{ rule: 'limit', within: '', condition: 'SQL_INJECTION', sensitivity: 'LOW', location: 'BODY' },
        ...{ field: '', family: 'sqli', data: ["'", 'OR', 'ä→'] },
      },
      {
        ...{ rule: 'c1', within: 'inner', condition: 'REGEX', sensitivity: '', location: 'HEADER' },
        ...{ field: 'x-a', family: '', data: [] },
      },
    ],
  };
  x.inspectedBytes = 512;
  x.oversize = 5;
  x.unread = ['body: is no JSON'];
  x.labels = ['awswaf:a:b'];
  x.inserted = ['x-amzn-waf-a', 'b'];
  x.status = 403;
  recorder.record(x, refuse('WAF_FILTERED', 'waf/Acl/limit', { status: 403, headers: [], body: '' }));
  const [event] = drain();
  assert.deepEqual(event!.waf, x.waf);
  assert.deepEqual(event!.labels, ['awswaf:a:b']);
  assert.deepEqual(event!.inserted, ['x-amzn-waf-a', 'b']);
  assert.equal(event!.reason, 'WAF_FILTERED');
  assert.equal(event!.by, 'waf/Acl/limit');
  assert.equal(event!.prepared, true);
  assert.equal(event!.inspectedBytes, 512);
  assert.equal(event!.oversize, 5);
  assert.deepEqual(event!.unread, ['body: is no JSON']);
  assert.deepEqual(event!.headers, [
    ...['Host', 'h', 'AUTHORIZATION', 'Bearer abc', 'cookie', 's=1', 'X-Api-Key', 'k', 'X-A', '1'],
  ]);
});

test('what API Gateway writes among the headers comes with them: of the port, the scheme and the proxy it came by', () => {
  const { recorder, drain } = pair();
  const headers = ['X-Forwarded-For', '10.1.1.1'];
  recorder.record(exchange({ headers, port: 65_535, secure: true, proxied: true }), refuse('THROTTLED', 'x'));
  recorder.record(exchange({ headers, port: 80 }), refuse('THROTTLED', 'x'));
  assert.deepEqual(
    drain().map(({ written, secure, oversize }) => [
      ...written!.filter((_, i) => i % 2 === 1),
      secure,
      oversize,
    ]),
    [
      ['10.1.1.1', 'https', '65535', 'Root=1-6553f100-1b2f4a7c9c3e7a1d0c9b8e2f', true, 0],
      ['10.1.1.1, 203.0.113.7', 'http', '80', 'Root=1-6553f100-1b2f4a7c9c3e7a1d0c9b8e2f', false, 0],
    ],
  );
});

test('what came of tokens, and of solutions, comes out as it was', () => {
  const { recorder, drain } = pair();
  const x = exchange();
  x.waf = {
    webAcl: 'waf/Acl',
    action: 'CAPTCHA',
    terminatingRule: 'person',
    terminatingType: 'REGULAR',
    counted: ['c1'],
    proven: [{ rule: 'browser', action: 'CHALLENGE' }],
    captcha: { solvedAt: 0, failure: 'TOKEN_MISSING' },
    challenge: { solvedAt: 4_000_000_000, failure: '' },
    rates: [],
    groups: [
      {
        ...{ rule: 'g', group: 'arn', terminating: '', action: '', counted: ['i1'] },
        proven: [
          { rule: 'i2', action: 'CAPTCHA' },
          { rule: 'i3', action: 'CHALLENGE' },
        ],
      },
    ],
  };
  recorder.record(x, refuse('WAF_FILTERED', 'waf/Acl/person', { status: 405, headers: [], body: '' }));
  for (const solved of [true, false])
    for (const kind of ['CAPTCHA', 'CHALLENGE'] as const) {
      const handed = exchange();
      handed.solution = { webAcl: 'waf/Acl', of: kind, solved };
      recorder.record(handed, PASS);
    }
  const [asked, ...handed] = drain();
  assert.deepEqual(asked!.waf, x.waf);
  assert.equal(asked!.solution, null);
  assert.deepEqual(
    handed.map((event) => [event.solution?.webAcl, event.solution?.of, event.solution?.solved, event.waf]),
    [
      ['waf/Acl', 'CAPTCHA', true, null],
      ['waf/Acl', 'CHALLENGE', true, null],
      ['waf/Acl', 'CAPTCHA', false, null],
      ['waf/Acl', 'CHALLENGE', false, null],
    ],
  );
});

test('unicode, a path of 10 KB, odd methods and line breaks in headers survive', () => {
  const { recorder, drain } = pair();
  const path = `/ünï/→/😀/${'p'.repeat(10_000)}`;
  const x = exchange({
    method: 'BREW',
    target: `${path}?q=%0A`,
    headers: ['Host', 'a\nb', 'User-Agent', 'ü'],
  });
  x.stagePath = `/prod${path}`;
  recorder.record(x, refuse('FORBIDDEN', ''));
  const [event] = drain();
  assert.equal(event!.path, path);
  assert.equal(event!.stagePath, `/prod${path}`);
  assert.equal(event!.method, 'BREW');
  assert.equal(event!.userAgent, 'ü');
  assert.deepEqual(event!.headers, ['Host', 'a b', 'User-Agent', 'ü']);
});

test('headers are kept up to 8 KB, in whole pairs', () => {
  const { recorder, drain } = pair();
  const headers = Array.from({ length: 40 }, (_, i) => [`X-${i}`, 'v'.repeat(500)]).flat();
  recorder.record(exchange({ headers }), refuse('FORBIDDEN', ''));
  const kept = drain()[0]!.headers!;
  assert.equal(kept.length, 32);
  assert.deepEqual(kept, headers.slice(0, 32));
});

test('a fault leaves its code and message; anything else that was thrown is a bug of the gateway', () => {
  const { recorder, drain } = pair();
  const x = exchange();
  x.fault = new Fault('upstream.refused', 'upstream', 'connect ECONNREFUSED 127.0.0.1:9');
  recorder.record(x, refuse('INTEGRATION_FAILURE', ''));
  x.fault = new TypeError('x is not a function');
  recorder.record(x, refuse('INTERNAL_FAILURE', ''));
  const [first, second] = drain();
  assert.equal(first!.fault, 'upstream.refused');
  assert.equal(first!.faultMessage, 'connect ECONNREFUSED 127.0.0.1:9');
  assert.equal(second!.fault, 'gateway.bug');
});

test('a full ring loses the event, counts it, and goes on once it is read', () => {
  const { recorder, reader, drain } = pair(4096);
  for (let i = 0; i < 50; i++) recorder.record(exchange(), PASS);
  const kept = drain().length;
  assert.ok(kept > 5 && kept < 50);
  assert.equal(reader.lost, 50 - kept);
  recorder.record(exchange({ method: 'POST' }), PASS);
  assert.equal(drain()[0]!.method, 'POST');
});

test('a worker that takes over a ring begins its ids anew', () => {
  const { ring, clock, recorder, drain } = pair();
  const x = exchange();
  x.api = 'one';
  recorder.record(x, PASS);
  const y = exchange();
  y.api = 'two';
  new Recorder(ring, 4, clock).record(y, PASS);
  assert.deepEqual(
    drain().map((e) => [e.worker, e.api]),
    [
      [3, 'one'],
      [4, 'two'],
    ],
  );
});

test('more ids than the dictionary holds begin it anew, and no event is lost by it', () => {
  const { recorder, reader } = pair();
  const x = exchange();
  let wrong = 0;
  let read = 0;
  const each = (e: Event): void => {
    if (e.api !== `id-${read++}`) wrong++;
  };
  for (let i = 0; i < 70_000; i++) {
    x.api = `id-${i}`;
    recorder.record(x, PASS);
    if (i % 5000 === 0) reader.drain(each);
  }
  reader.drain(each);
  assert.deepEqual({ wrong, read, lost: reader.lost }, { wrong: 0, read: 70_000, lost: 0 });
});

test('headers of passed requests are a sample until the reader asks for all of them', () => {
  const { clock, recorder, reader, drain } = pair();
  const x = exchange();
  x.waf = {
    webAcl: 'a',
    action: 'ALLOW',
    terminatingRule: 'Default_Action',
    terminatingType: 'REGULAR',
    counted: [],
    rates: [],
  };
  const kept = (): number => {
    for (let i = 0; i < 60; i++) recorder.record(x, PASS);
    return drain().filter((e) => e.headers !== null).length;
  };
  assert.equal(kept(), 20);
  assert.equal(kept(), 0);
  clock.advance(1000);
  assert.equal(kept(), 20);
  reader.askHeaders('inspected');
  assert.equal(kept(), 60);
  reader.askHeaders('blocked');
  assert.equal(kept(), 0);
});

test('what rules within groups did comes out as it went in, between labels and limited keys', () => {
  const { recorder, drain } = pair();
  const x = exchange();
  x.labels = ['awswaf:1:webacl:a:l'];
  x.waf = {
    webAcl: 'a',
    action: 'BLOCK',
    terminatingRule: 'ref',
    terminatingType: 'GROUP',
    counted: ['before'],
    rates: [{ rule: 'limit', key: '203.0.113.7' }],
    groups: [
      { rule: 'first', group: 'arn:one', terminating: '', action: '', counted: ['c', 'd'] },
      { rule: 'ref', group: 'arn:two', terminating: 'limit', action: 'BLOCK', counted: [] },
    ],
  };
  recorder.record(x, refuse('WAF_FILTERED', 'g/limit'));
  const [event] = drain();
  assert.deepEqual(event?.waf, x.waf);
  assert.deepEqual(event?.labels, x.labels);
  assert.equal(event?.requestId, x.id);
  const many = Array.from({ length: 80 }, (_, i) => `rule${i}`);
  const group = { rule: 'r', group: 'g', terminating: '', action: '', counted: many } as const;
  x.waf = { ...x.waf, groups: [group, group] };
  recorder.record(x, PASS);
  const cut = drain()[0]?.waf?.groups;
  assert.deepEqual(
    cut?.map((g) => g.counted.length),
    [80, 12],
  );
});

test('variables of the access log keep their line breaks, and one too long takes none of the others with it', () => {
  const { recorder, drain } = pair();
  const x = exchange();
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const values: Record<string, string> = {
    'identity.clientCert.clientCertPem': pem,
    'authorizer.long': 'x'.repeat(9000),
    'authorizer.empty': '',
    'authorizer.parted': 'a\0b',
  };
  x.logged = Object.keys(values).map((name) => ({ name, read: () => values[name]! }));
  recorder.record(x, PASS);
  assert.deepEqual(drain()[0]!.learned, [
    ...['identity.clientCert.clientCertPem', pem],
    ...['authorizer.empty', ''],
    ...['authorizer.parted', 'a b'],
  ]);
});
