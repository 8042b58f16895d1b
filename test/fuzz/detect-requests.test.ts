import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { weighGraphql } from '../../src/guard/decide/waf/detect/graphql/graphql.ts';
import { bodyAnomalies, headAnomalies } from '../../src/guard/decide/waf/detect/protocol/protocol.ts';
import {
  callback,
  probeOf,
  scannerAgent,
  scannerHeader,
} from '../../src/guard/decide/waf/detect/scanner/scanner.ts';
import { detectSession, isForeign } from '../../src/guard/decide/waf/detect/session/session.ts';
import { withinHeader } from '../../src/guard/decide/waf/inspect/header-values.ts';
import { Pieces } from '../../src/guard/decide/waf/inspect/pieces.ts';
import { linear, linearIn } from './linear.ts';

const client = { text: '203.0.113.7' };
const graphql = (
  '{ } {a {a{ a: a:b @a @a(b:1) ( ) [ ] (a:"b") " """ # , ... ...F ...{ ...␠on␠T{ fragment␠F␠on␠T{ fragment␠F{...F} query␠{ ' +
  'query␠Q($a:[B!]!=1){ } __schema{ __type $a ! = | & 1.5e9 \\ \n mutation'
)
  .split(' ')
  .map((unit) => unit.replaceAll('␠', ' '));
const heads = (
  '% %2 %25 %2525 %2e %%32%65 %c0%af %u0041 %00 %0d%0a & = ; , " ( ) / : . _ - @ [ ] a a=1& _method=PUT bytes= 0- 0-1, ' +
  'chunked charset= boundary= boundary=" host= for= 127.0.0.1 0␠HTTP/1.1 %20HTTP/1.1%0d%0a 0\n\n \r\n GET␠/␠HTTP/1.1\n' +
  ' sqlmap/1 nmap (x; .oast.fun document.cookie= <meta␠ <meta␠http-equiv= cookieStore.set(" http://'
)
  .split(' ')
  .map((unit) => unit.replaceAll('␠', ' '));
const names = [
  ...'host connection content-type cookie range upgrade forwarded x-forwarded-for x-forwarded-host x-original-url'.split(
    ' ',
  ),
  ...'x-http-method-override x_real_ip content_length x-real-ip content-encoding x-forwarded-prefix proxy a'.split(
    ' ',
  ),
];
const soupOf = (units: readonly string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...units), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 40,
    })
    .map((parts) => parts.join(''));

test('documents of any shape are weighed without a throw, the same twice', () => {
  fc.assert(
    fc.property(fc.array(soupOf(graphql), { maxLength: 3 }), (texts) => {
      assert.deepEqual(weighGraphql(texts), weighGraphql(texts));
    }),
    { numRuns: 3000 },
  );
});

test('documents take time in proportion to their length, whatever is repeated', () => {
  for (const unit of [...graphql, 'a{', '{a', '...F ', 'fragment F on T{...G}', 'a b c ', 'a{b{c}} '])
    for (const start of ['', '{', '{a{', 'query Q(', '{a(b:'])
      linear(
        `${start}${unit}…`,
        (text) => weighGraphql([text]),
        start + unit.repeat(Math.ceil(65_536 / Math.max(1, unit.length))),
      );
  const chain = (length: number) =>
    `{...F0}${Array.from({ length }, (_, i) => `fragment F${i} on T{a{...F${i + 1}...F${i + 1}}}`).join('')}`;
  linear('a chain of fragments', (text) => weighGraphql([text]), chain(1600));
});

test('heads and bodies of any shape are looked at without a throw, with findings that can be told', () => {
  const soup = soupOf(heads);
  fc.assert(
    fc.property(
      soup,
      soup,
      soup,
      fc.array(fc.tuple(fc.constantFrom(...names), soup)),
      (method, path, query, lines) => {
        const at = { method, path, query, headers: lines.flat(), client };
        const found = [...headAnomalies(at), ...bodyAnomalies(at, query)];
        for (const { score, where, what } of found)
          assert.ok(score >= 30 && score <= 100 && where.length < 120 && what.length < 400);
        for (const [name, value] of lines) scannerHeader(name, value);
        scannerAgent(query);
        probeOf(path);
        isForeign(query, path);
        const session = detectSession(query);
        assert.ok(session === null || (session.from >= 0 && session.to <= query.length));
      },
    ),
    { numRuns: 3000 },
  );
});

test('heads take time in proportion to their length, whatever is repeated', () => {
  for (const unit of [...heads, 'a,', 'a;', '0-9,', '""', '; a=b', 'host=a;', '127.0.0.1,', '..']) {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    for (const name of names)
      linear(
        `${name}: ${unit}…`,
        (value) => headAnomalies({ method: 'GET', path: '/', query: '', headers: [name, value], client }),
        text,
      );
    linear(
      `a query of ${unit}…`,
      (query) => headAnomalies({ method: 'GET', path: '/', query, headers: [], client }),
      text,
    );
    linear(
      `a body of ${unit}…`,
      (body) => bodyAnomalies({ method: 'GET', path: '/', query: '', headers: [], client }, body),
      text,
    );
    for (const run of [
      scannerAgent,
      callback,
      probeOf,
      detectSession,
      (t: string) => isForeign(t, 'a.example'),
    ])
      linear(`${run.name} of ${unit}…`, run, text);
  }
  const lines = (n: number) => Array.from({ length: n }, (_, i) => [`x_${i}`, 'v']).flat();
  linear(
    'header names with underscores',
    (text) =>
      headAnomalies({
        method: 'GET',
        path: '/',
        query: '',
        headers: lines(text.length),
        client,
      }),
    'x'.repeat(1600),
  );
});

test('blanks on both sides of what a Forwarded header says take time in proportion to their length', () => {
  const blanks = (count: number): string => `host=${'\t'.repeat(count)}a${'\t'.repeat(count)}"a`;
  const run = (value: string): void =>
    void headAnomalies({ method: 'GET', path: '/', query: '', headers: ['forwarded', value], client });
  linearIn('blanks', run, blanks, 2_048);
});

test('heads that begin as they should take time in proportion to their length, whatever comes then', () => {
  const begins = [
    ['range', 'bytes='],
    ['range', 'bytes=0-'],
    ['content-type', 'text/plain;'],
    ['content-type', 'text/plain; charset='],
    ['content-type', 'text/plain; a='],
    ['content-type', 'multipart/form-data; boundary='],
    ['forwarded', 'for='],
    ['forwarded', 'host='],
    ['connection', 'close'],
    ['cookie', 'a='],
    ['upgrade', 'h2c'],
    ['a', '"'],
    ['authorization', 'Basic '],
    ['authorization', 'Digest a="'],
    ['baggage', 'a=1'],
    ['content-disposition', 'form-data; filename="'],
    ['content-disposition', 'attachment;'],
  ] as const;
  const units = [
    ' ',
    '\t ',
    ';',
    ',',
    '=',
    '"',
    '\\',
    '\\"',
    '-',
    '0',
    'a',
    '%',
    ' ;',
    ', ',
    'a=',
    ' a="',
    "'",
    '*',
    '=?',
  ];
  // What ends as none of them does shows who goes back over all of it.
  for (const [name, begin] of begins)
    for (const unit of units)
      for (const end of ['', ',', '"', '"a', '\x7f']) {
        const text = (count: number): string => begin + unit.repeat(count) + end;
        const count = Math.ceil(16_384 / unit.length);
        linearIn(
          `${name}: ${begin}${unit}…${end}`,
          (value) => headAnomalies({ method: 'GET', path: '/', query: '', headers: [name, value], client }),
          text,
          count,
        );
        linearIn(
          `what is read out of ${name}: ${begin}${unit}…${end}`,
          (value) => withinHeader(name, value, new Pieces()),
          text,
          count,
        );
      }
});
