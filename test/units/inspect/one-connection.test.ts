import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { PASS } from '../../../src/base/decision.ts';
import type { Connected, Exchange } from '../../../src/base/exchange.ts';
import { aboutOf, type HeadRead } from '../../../src/guard/decide/waf/inspect/head-read.ts';
import { ASIS } from '../../../src/guard/decide/waf/inspect/piece.ts';
import { Pieces } from '../../../src/guard/decide/waf/inspect/pieces.ts';
import { places } from '../../../src/guard/decide/waf/inspect/places.ts';
import { defaultGroups, withRules } from '../../default-groups.ts';
import { paperRequest } from '../paper-wire.ts';

// The managed groups alone: who asks too often is refused whatever is asked for.
const decide = withRules(defaultGroups);

const plain = ['Host', 'api.test', 'User-Agent', 'curl/8.14.1', 'Accept', '*/*'];
const blocks: readonly (readonly string[])[] = [
  plain,
  [...plain, 'Cookie', 'a=b; theme=dark'],
  [...plain, 'Cookie', "id=1' or 1=1--"],
  [...plain, 'X-Api-Version', '${jndi:ldap://x.test/a}'],
  [...plain, 'X-Original-URL', '/admin'],
  [...plain, 'X-Original-URL', '/a'],
  [...plain, 'X-HTTP-Method-Override', 'DELETE'],
  [...plain, 'X-Forwarded-For', '127.0.0.1'],
  [...plain, 'X-Forwarded-Host', 'a b'],
  [...plain, 'X-Scan-Memo', 'Category="Crawl"'],
  ['Host', 'api.test', 'User-Agent', 'sqlmap/1.8', 'Accept', '*/*'],
  ['Host', 'api.test', 'Accept', '*/*'],
  [...plain, 'Cookie', `a=${'%25'.repeat(40)}; ${'b=c; '.repeat(300)}`],
];
const targets = ['/a', '/a?b=c', "/a?b=1'%20or%20'1'='1", '/.env'];

function decided(target: string, headers: readonly string[], connection: Connected | null) {
  const x: Exchange = paperRequest({ target, headers, connection });
  x.stagePath = x.path;
  x.inner = x.path;
  x.prefixWhole = true;
  const decision = decide(x);
  return { passes: decision === PASS, waf: x.waf, labels: x.labels, unread: x.unread, oversize: x.oversize };
}

test('what was found in the headers of a request holds for the next one that has them, and for no other', () => {
  const connection: Connected = { found: null, key: null, token: null };
  let blocked = 0;
  for (const before of blocks)
    for (const headers of blocks)
      for (const target of targets) {
        const alone = decided(target, headers, null);
        if (!alone.passes) blocked++;
        decided('/', before, connection);
        assert.deepEqual(
          decided(target, headers, connection),
          alone,
          `${headers.join()} after ${before.join()}`,
        );
        assert.deepEqual(decided(target, [...headers], connection), alone, 'the same headers read anew');
        assert.deepEqual(decided(target, headers, connection), alone, 'the same headers again');
      }
  assert.ok(blocked > 100 && blocked < blocks.length ** 2 * targets.length, `${blocked} were blocked`);
});

const long = encodeURIComponent(gzipSync(`{"a":"${'b'.repeat(60_000)}"}`).toString('base64'));
const values = [
  ...[
    '',
    '1',
    'war%20and%20peace',
    'in-stock',
    "1'%20or%20'1'='1",
    '<script>alert(1)</script>',
    '../../etc/passwd',
  ],
  ...[
    'MScgb3IgJzEnPScx',
    '%7B%22a%22:%22b%22%7D',
    '%7B%22a%22:%221%27%20or%20%271%27=%271%22%7D',
    '//evil.test',
  ],
  ...[
    '=?utf-8?q?x?=',
    '=?utf-8?b?MScgb3IgJzEnPScx?=',
    'https://a.test/?q=1%27%20or%20%271%27=%271',
    'a/*',
    '*/b',
  ],
  ...['%2525253Cscript%2525253E', long, '$%7Bjndi:ldap://x.test/a%7D', ';id', '127.0.0.1', 'MTI3LjAuMC4x'],
  ...['$ne', '__proto__[a]', 'PHPSESSID'],
];
const names = ['', 'q', 'page', 'next', 'url', 'PHPSESSID', '__proto__[a]', '$ne', 'a[$gt]', 'file'];
const pairs = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), { maxLength: 5 });
const paths = [
  '/',
  '/books',
  '/.env',
  '/phpmyadmin/',
  '/a/..%2f..%2fetc%2fpasswd',
  '/a;jsessionid=1/b',
  '/MScgb3IgJzEnPScx',
];
const cookies = fc.constantFrom(
  '',
  'a=b; theme=dark',
  'a=c; theme=dark',
  "a=b; theme=' or 1=1--",
  'a=j:{"b":"c"}; d=e',
);
const asked = fc.record({ path: fc.constantFrom(...paths), pairs, cookies });

test('whatever a connection asked for before, a request is decided as if it were its first', () => {
  let blocked = 0;
  const alone = new Map<string, ReturnType<typeof decided>>();
  fc.assert(
    fc.property(fc.array(asked, { minLength: 2, maxLength: 6 }), (requests) => {
      const connection: Connected = { found: null, key: null, token: null };
      for (const { path, pairs: list, cookies: sent } of requests) {
        const query = list.map(([name, value]) => `${name}=${value}`).join('&');
        const target = query === '' ? path : `${path}?${query}`;
        const headers = sent === '' ? plain : [...plain, 'Cookie', sent];
        const known = alone.get(target + sent) ?? decided(target, headers, null);
        alone.set(target + sent, known);
        if (!known.passes) blocked++;
        assert.deepEqual(decided(target, headers, connection), known);
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(blocked > 300, `${blocked} were blocked`);
});

test('what cannot be read is remarked on whatever was asked for before and wherever the attack stands', () => {
  const connection: Connected = { found: null, key: null, token: null };
  const unread = ['query: more encodings than are undone'];
  for (const path of ['/', '/MScgb3IgJzEnPScx', '/', '/.env', '/.env'])
    assert.deepEqual(decided(`${path}?__proto__[a]=${long}`, plain, connection).unread, unread, path);
  assert.equal(decided('/MScgb3IgJzEnPScx', plain, connection).unread, null);
});

/** A document of so many bytes that says nothing, packed less than a bomb is, in base64. */
function packed(bytes: number): string {
  let text = '';
  for (let i = 7; text.length < bytes; i = (i * 31 + 11) % 9_973) text += `w${i % 7}`.repeat(40);
  return gzipSync(`{"a":"${text.slice(0, bytes - 8)}"}`).toString('base64');
}

test('what could not be looked into for all that stood before it is looked into in the next request', () => {
  const address = 'https://a.test/?q=war/peace';
  const read = (pieces: Pieces, from = 0): readonly string[] => {
    pieces.add('b', address, 'query', ASIS);
    return pieces.list.slice(from).map(({ name }) => name);
  };
  const crowded = new Pieces();
  for (const bytes of [50_000, 50_000, 31_060]) crowded.add('a', packed(bytes), 'query', ASIS);
  assert.equal(crowded.truncated, false);
  assert.deepEqual(read(crowded, crowded.list.length), ['b']);
  assert.deepEqual(read(new Pieces()), ['b', 'b?q']);
  assert.deepEqual(read(new Pieces(crowded.list.slice(-1))), ['b', 'b?q']);
});

test('the same text in another role is another text', () => {
  const before = new Pieces();
  before.add('', '$ne', 'query-name', ASIS);
  const next = new Pieces(before.list);
  next.add('', '$ne', 'query', ASIS);
  next.add('', '$ne', 'query-name', ASIS);
  assert.deepEqual(
    next.list.map((piece) => [piece.where, before.list.includes(piece)]),
    [
      ['query', false],
      ['query-name', true],
    ],
  );
});

test('a question is about the part of the head that its places make up, or about all of it', () => {
  assert.equal(aboutOf(['query']), 'query');
  assert.equal(aboutOf(['path']), 'path');
  assert.equal(aboutOf(['header', 'cookie']), 'headers');
  assert.equal(aboutOf(['path', 'query']), 'head');
  assert.equal(aboutOf(['cookie', 'query']), 'head');
  assert.equal(aboutOf(['query', 'body']), null);
});

test('what a connection keeps of a head is bounded', () => {
  const connection: Connected = { found: null, key: null, token: null };
  const kept = (target: string): boolean => {
    decided(target, plain, connection);
    const { parts } = connection.found as HeadRead;
    const query = places.indexOf('query');
    assert.equal(parts[query]!.before(query), undefined, 'what stood there before is let go');
    return parts[query]!.read[query] !== undefined;
  };
  assert.equal(kept('/?a=b'), true);
  assert.equal(kept(`/?${'a=b&'.repeat(300)}`), false, 'many texts');
  assert.equal(kept('/?a=b'), true);
  assert.equal(kept(`/?a=${encodeURIComponent(packed(50_000))}`), false, 'a text that unpacks to a long one');
  const x = paperRequest({ headers: [...plain, 'X-Long', 'y'.repeat(5_000)], headBytes: 5_200, connection });
  decide(x);
  assert.equal(connection.found, null, 'a long head');
});
