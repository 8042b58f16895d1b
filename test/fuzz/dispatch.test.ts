import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../src/base/fault.ts';
import { headerLine } from '../../src/base/http1/http1.ts';
import { upstreamRules } from '../../src/guard/dispatch/headers.ts';
import { readAnswer } from '../../src/guard/dispatch/lambda/answer.ts';
import { eventText } from '../../src/guard/dispatch/lambda/event.ts';
import { requestHead } from '../../src/guard/dispatch/upstream/request-head.ts';
import { ResponseReader } from '../../src/guard/dispatch/upstream/response-reader.ts';
import { compileTarget } from '../../src/guard/dispatch/upstream/target.ts';
import { routed, siteOf } from '../units/dispatch/site.ts';
import { paperRequest } from '../units/paper-wire.ts';

const runs = { numRuns: 2000 };

/** What a response comes to when it arrives in these pieces: its flaw, or its body and whether that is whole. */
function read(pieces: readonly Buffer[], method = 'GET'): string {
  const reader = new ResponseReader();
  reader.begin(method);
  let body: Buffer[] | null = null;
  for (const piece of pieces) {
    if (reader.done) return `${Buffer.concat(body!).toString('hex')} excess`;
    let part: Buffer | null = null;
    if (body === null) {
      const head = reader.readHead(piece);
      if (head === null) continue;
      if (typeof head === 'string') return 'flaw';
      body = [];
      part = reader.readRest();
    } else part = reader.readBody(piece);
    if (reader.flaw !== '') return 'flaw';
    if (part !== null) body.push(Buffer.from(part));
  }
  if (body === null) return 'waits for a head';
  const text = Buffer.concat(body).toString('hex');
  return reader.done ? `${text}${reader.excess ? ' excess' : ' whole'}` : `${text} so far`;
}

function split(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length)).filter((p) => p.length > 0);
}

const line = fc.constantFrom(
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.0 200 OK\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 204 No\r\n',
  'Content-Length: 3\r\n',
  'Content-Length: 0\r\n',
  'Transfer-Encoding: chunked\r\n',
  'A: b\r\n',
  ' folded\r\n',
  'A: b\n',
  '\r\n',
  'abc',
  '3\r\nabc\r\n',
  '3\r\n',
  '0\r\n\r\n',
  '0\r\nT: 1\r\n\r\n',
  'zz\r\n',
  '\0',
);

test('a response comes to the same in whatever pieces it arrives', () => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(fc.nat(400), { maxLength: 30 }),
      (lines, cuts) => {
        const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('')}`, 'latin1');
        assert.equal(read(split(bytes, cuts)), read([bytes]));
      },
    ),
    { numRuns: 10_000 },
  );
});

test('no bytes of a server make the reader throw', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.nat(400), { maxLength: 10 }),
      (bytes, cuts) => {
        read(split(Buffer.from(bytes), cuts));
      },
    ),
    runs,
  );
});

test('whatever a function returns is malformed, or has headers that can be sent', () => {
  const text = fc.string({ unit: 'binary', maxLength: 8 });
  const value = fc.oneof(
    text,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
  );
  const fields = fc.dictionary(text, value, { maxKeys: 4 });
  const answer = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { statusCode: fc.oneof(fc.integer(), text), headers: fields, multiValueHeaders: fields, body: value },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(answer, (made) => {
      const found = readAnswer(JSON.stringify(made));
      if (typeof found === 'string') return;
      assert.ok(found.status >= 200 && found.status <= 599);
      for (let i = 0; i < found.headers.length; i += 2) headerLine(found.headers[i]!, found.headers[i + 1]!);
    }),
    runs,
  );
});

test('every query and header has an event', () => {
  const site = siteOf({ type: 'AWS_PROXY', settings: {} });
  const query = fc.string({
    unit: fc.constantFrom('a', '=', '&', ';', '%', '2', 'F', 'f', '+', '_'),
    maxLength: 30,
  });
  const names = fc.constantFrom('__proto__', 'constructor', 'Host', 'HOST', 'Authorization', 'X');
  fc.assert(
    fc.property(query, fc.array(names, { maxLength: 6 }), (text, headers) => {
      const x = paperRequest({ target: `/?${text}`, headers: headers.flatMap((name) => [name, 'v']) });
      const event = JSON.parse(eventText(routed(x), Buffer.alloc(0), site, () => false));
      assert.equal(event.path, '/');
    }),
    runs,
  );
});

test('no parameter breaks a line, ends a path early or climbs out of it', () => {
  const site = siteOf({ settings: {}, resourcePath: '/pets/{id}' });
  const mapping = new Map([['id', 'method.request.querystring.q']]);
  const targets = [new Map<string, string>(), mapping].map((m) =>
    compileTarget('http://h/base/{id}/end', site, m),
  );
  const read = (x: ReturnType<typeof paperRequest>) => x.params!.id!;
  const plan = {
    headers: upstreamRules(false),
    host: 'h',
    mapped: [{ name: 'X-P', plain: 'x-p', read }],
    signed: false,
  };
  const id = fc.string({
    unit: fc.oneof(
      fc.constantFrom('.', '/', '\\', '%', '2e', '?', '#', '\r', '\n'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 8,
  });
  fc.assert(
    fc.property(id, (value) => {
      const encoded = encodeURIComponent(value.toWellFormed());
      const x = routed(paperRequest({ target: `/pets/${encoded}?q=${encoded}` }), {
        id: value.toWellFormed(),
      });
      for (const target of targets) {
        assert.ok(typeof target === 'object');
        try {
          const head = requestHead(x, 'GET', target.path(x), plan);
          const lines = head.split('\r\n');
          assert.equal(lines.length, 8, head);
          assert.match(lines[0]!, /^GET \/base\/[!-~]*\/end HTTP\/1\.1$/);
          assert.equal(new URL(`http://h${lines[0]!.split(' ')[1]}`).pathname.split('/').length, 4);
        } catch (fault) {
          assert.ok(fault instanceof Fault && fault.code === 'client.malformed', String(fault));
        }
      }
    }),
    runs,
  );
});
