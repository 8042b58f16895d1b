// What it costs to see values as an application would: views of benign and of hostile values, parts of bodies. The
// fastest of forty rounds each: others on the machine do not count.
//   node bench/detect-views.ts
import { deflateSync } from 'node:zlib';
import { bodyParts } from '../src/guard/decide/waf/detect/views/body.ts';
import { cookiePairs, jsonParts, queryPairs } from '../src/guard/decide/waf/detect/views/parts.ts';
import { decodedViews } from '../src/guard/decide/waf/detect/views/views.ts';

let held = 0;
const take = (_name: string, value: string): void => {
  held += value.length;
};
/** Each value and name looked at as the detectors will. */
const seen = (name: string, value: string): void => {
  held += decodedViews(value).list.length + name.length;
};

const prose =
  'The quick brown fox jumps over the lazy dog; it didn’t stop (why would it?) until 5 o’clock & then some. ';
const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const noise = Buffer.from(Array.from({ length: 12_000 }, (_, i) => (i * 2_654_435_761) >>> 24));
const row = (i: number): object => ({
  id: i,
  name: `Customer ${i}`,
  email: `customer${i}@example.com`,
  note: prose.slice(0, 60),
  active: true,
  tags: ['new', 'retail', 'eu-west'],
});
const document = (bytes: number): string => {
  const rows = [];
  while (JSON.stringify(rows).length < bytes) rows.push(row(rows.length));
  return JSON.stringify(rows).slice(0, bytes);
};
const small = document(1_024);
const large = document(8_192);
const body = (
  text: string,
): { bytes: Buffer; whole: boolean; contentType: string; contentEncoding: string } => ({
  bytes: Buffer.from(text),
  whole: true,
  contentType: 'application/json',
  contentEncoding: '',
});
const smallBody = body(small);
const largeBody = body(large);
const fill = (piece: string): string => piece.repeat(Math.ceil(65_536 / piece.length)).slice(0, 65_536);
const run = (piece: string): string => fill(`${base64(deflateSync(piece))} `);

const cases: [name: string, most: number, run: () => void][] = [
  ...[
    ['word of 20', 'a-customer-name-here'],
    ['text of 20', 'Hello, dear world: 4'],
    ['number', '1234567890'],
    ['UUID', '550e8400-e29b-41d4-a716-446655440000'],
    ['e-mail address', 'jane.doe@example.com'],
  ].map(([name, value]): [string, number, () => void] => [`views of a ${name}`, 100, () => seen('', value!)]),
  ['views of a URL', 300, () => seen('', 'https://www.example.com/a/b?c=d&e=f#g')],
  [
    'views of a user agent',
    600,
    () =>
      seen(
        '',
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      ),
  ],
  ['views of an image of 16 KB in base64', 40_000, () => seen('', base64Image)],
  ['views of 1 KB of prose', 2_000, () => seen('', prose1k)],
  ['views of a percent-encoded script', 1_500, () => seen('', '%3Cscript%3Ealert(1)%3C/script%3E')],
  ['views of a script in base64', 3_000, () => seen('', 'PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg')],
  [
    'pairs of a query',
    1_500,
    () => (held += queryPairs('q=red+shoes&page=2&sort=price%20asc&ref=home&utm_source=mail', take).length),
  ],
  [
    'pairs of a cookie',
    1_500,
    () =>
      (held += cookiePairs(
        'session=8f14e45fceea167a5a36; theme=dark; _ga=GA1.2.1234567890.1234567890',
        take,
      ).length),
  ],
  ['parts of 1 KB of JSON', 10_000, () => (held += jsonParts(small, take).length)],
  [
    'body of 1 KB of JSON, with the views of each part',
    20_000,
    () => (held += bodyParts(smallBody, seen).kind.length),
  ],
  [
    'body of 8 KB of JSON, with the views of each part',
    150_000,
    () => (held += bodyParts(largeBody, seen).kind.length),
  ],
  ...[
    ['64 KB of %25', fill('%25')],
    ['64 KB of %', fill('%')],
    ['64 KB of &', fill('&')],
    ['64 KB of &#x26;', fill('&#x26;')],
    ['64 KB of \\', fill('\\')],
    ['64 KB of \\x5c', fill('\\x5c')],
    ['64 KB of +ADw-', fill('+ADw-')],
    ['64 KB of overlong UTF-8', fill('%c0%a5')],
    ['64 KB of everything', fill('%26lt;\\u0026+ACY-%c0%bc＜0x3c3c3c3c ')],
    ['64 KB of letters', fill('abcd')],
    ['64 KB of base64 of base64', fill(base64(base64(base64('<b>'.repeat(5_000)))))],
    ['64 KB of short runs of base64', fill(`${base64('<script>alert')} `)],
    ['64 KB of zlib in base64', run('<script>alert(1)</script>')],
    ['64 KB of broken zlib in base64', fill(`eJy${'A'.repeat(30)} `)],
    ['64 KB of 0x', fill('0x3c7363726970743e')],
    ['64 KB of hexadecimal digits', fill('3c7363726970743e')],
    ['64 KB of full-width forms', fill('＜ａ＞')],
  ].map(([name, value]): [string, number, () => void] => [
    `views of ${name}`,
    5_000_000,
    () => seen('', value!),
  ]),
  ...[
    ['[', fill('[')],
    ['[1,', `[${fill('1,')}`],
    ['{"a":', fill('{"a":')],
    ['"', fill('"')],
    ['\\', `"${fill('\\')}`],
  ].map(([name, value]): [string, number, () => void] => {
    const sent = body(value!);
    return [`body of 64 KB of ${name}`, 10_000_000, () => (held += bodyParts(sent, seen).kind.length)];
  }),
  ['body of 64 KB of &a', 10_000_000, () => (held += bodyParts(form, seen).kind.length)],
];
const base64Image = base64(noise);
const prose1k = prose.repeat(10);
const form = { ...body(fill('a=1&')), contentType: 'application/x-www-form-urlencoded' };

for (const [name, most, work] of cases) {
  const times = Math.max(2, Math.round(1_000_000 / most));
  let ns = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round++) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < times; i++) work();
    ns = Math.min(ns, Number(process.hrtime.bigint() - from) / times);
  }
  const good = ns < most;
  console.log(`${good ? 'ok    ' : 'MISSED'} ${name}: ${ns.toFixed(0)} ns (under ${most} ns)`);
  if (!good) process.exitCode = 1;
}
if (held === 0) process.exitCode = 1;
