import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../../src/base/clock.ts';
import { PASS, refuse } from '../../src/base/decision.ts';
import type { Event } from '../../src/base/event.ts';
import { makeRing } from '../../src/base/ring.ts';
import { Recorder } from '../../src/guard/record/record.ts';
import { RingReader } from '../../src/observe/events/ring.ts';
import { exchange } from '../units/record/exchange.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  // Latin-1, as our parser decodes bytes.
  fc.uint8Array({ maxLength: 120 }).map((b) => Buffer.from(b).toString('latin1')),
);
const headers = fc
  .array(fc.tuple(text, text), { maxLength: 8 })
  .map((pairs) => pairs.flat().map((t) => t.replaceAll('\n', ' ')));
const request = fc.record({
  method: fc.oneof(
    fc.constantFrom('GET', 'POST'),
    text.filter((t) => t !== ''),
  ),
  target: text.map((t) => `/${t}`),
  headers,
  api: text,
  by: text,
  key: text,
  labels: fc.array(text, { maxLength: 5 }),
  passes: fc.boolean(),
  status: fc.integer({ min: 0, max: 999 }),
});

test('whatever requests hold, each comes out of the ring as it went in', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), fc.nat(3), (requests, every) => {
      const ring = makeRing(64 * 1024);
      const reader = new RingReader(ring);
      const recorder = new Recorder(ring, 0, Clock.byHand());
      const events: Event[] = [];
      const each = (e: Event): void => void events.push(e);
      requests.forEach((r, i) => {
        const x = exchange(r);
        x.api = r.api;
        x.status = r.status;
        x.labels = r.labels;
        x.waf = {
          webAcl: r.api,
          action: 'BLOCK',
          terminatingRule: r.by,
          terminatingType: 'GROUP',
          counted: r.labels,
          rates: [{ rule: r.by, key: r.key }],
        };
        recorder.record(x, r.passes ? PASS : refuse('FORBIDDEN', r.by));
        if (i % (every + 1) === 0) reader.drain(each);
      });
      reader.drain(each);
      assert.equal(events.length + reader.lost, requests.length);
      assert.equal(reader.lost, 0);
      requests.forEach((r, i) => {
        const e = events[i]!;
        const whole = (t: string): string => Buffer.from(t, 'utf8').toString('utf8');
        assert.equal(e.method, whole(r.method));
        assert.equal(`${e.path}${r.target.includes('?') ? `?${e.query}` : ''}`, whole(r.target));
        assert.equal(e.api, whole(r.api));
        assert.equal(e.by, r.passes ? '' : whole(r.by));
        assert.equal(e.waf!.rates[0]!.key, whole(r.key.slice(0, 256)));
        assert.deepEqual(e.waf!.counted, r.labels.map(whole));
        assert.deepEqual(e.labels, r.labels.map(whole));
        assert.equal(e.status, r.status);
        assert.equal(e.headers!.length, r.headers.length);
      });
    }),
    { numRuns: 300 },
  );
});

// Few of each, so that one event is much like another and yet not quite.
const few = fc.record({
  method: fc.constantFrom('GET', 'POST', 'BREW', 'BROW'),
  target: fc.constantFrom('/a', '/b', '/a?x', '/ä', '/\u0161'),
  agent: fc.constantFrom('', 'curl', 'cur\u0161', 'crul'),
  api: fc.constantFrom('', 'one', 'two'),
  by: fc.constantFrom('rate', 'tear'),
  key: fc.constantFrom('203.0.113.7', '203.0.113.8', 'k\u0161', ''),
  labels: fc.constantFrom([], ['a'], ['b'], ['a', 'b']),
  rates: fc.nat(2),
  passes: fc.boolean(),
  status: fc.constantFrom(200, 403),
});

test('events that are much alike are told apart, and those of one kind have in common what they say', () => {
  fc.assert(
    fc.property(fc.array(few, { minLength: 2, maxLength: 60 }), fc.nat(9), (requests, renewed) => {
      const ring = makeRing(64 * 1024);
      const reader = new RingReader(ring);
      const recorder = new Recorder(ring, 0, Clock.byHand());
      const kinds = new Map<object, string>();
      requests.forEach((r, i) => {
        const x = exchange({ ...r, headers: ['Host', 'h', 'User-Agent', r.agent] });
        const rates = Array.from({ length: r.rates }, (_, n) => ({ rule: r.by, key: `${r.key}${n || ''}` }));
        Object.assign(x, { api: r.api, status: r.status, labels: r.labels });
        const outcome = { webAcl: 'acl', action: 'BLOCK', terminatingType: 'GROUP' } as const;
        x.waf = { ...outcome, terminatingRule: r.by, counted: r.labels, rates };
        recorder.record(x, r.passes ? PASS : refuse('FORBIDDEN', r.by));
        if (i % 10 === renewed) reader.forget();
        const events: Event[] = [];
        reader.drain((e) => void events.push(e));
        assert.equal(events.length, 1);
        const { kind, ...e } = events[0]!;
        const told = { method: e.method, path: e.path, query: e.query, agent: e.userAgent, api: e.api };
        const [path, query = ''] = r.target.split('?');
        assert.deepEqual(told, { method: r.method, path, query, agent: r.agent, api: r.api });
        assert.deepEqual(e.waf, x.waf);
        assert.deepEqual(e.labels, r.labels);
        assert.equal(e.by, r.passes ? '' : r.by);
        const common = JSON.stringify([e.api, e.status, e.by, e.reason, e.labels, e.waf!.counted]);
        assert.equal(kinds.get(kind!) ?? common, common);
        kinds.set(kind!, common);
      });
    }),
    { numRuns: 300 },
  );
});
