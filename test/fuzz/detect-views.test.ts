import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { bodyParts } from '../../src/guard/decide/waf/detect/views/body.ts';
import { folds, isProse, mayFold } from '../../src/guard/decide/waf/detect/views/folding.ts';
import * as parts from '../../src/guard/decide/waf/detect/views/parts.ts';
import { FOLDABLE, survey } from '../../src/guard/decide/waf/detect/views/survey.ts';
import { urlDecoded } from '../../src/guard/decide/waf/detect/views/url.ts';
import { decodedViews } from '../../src/guard/decide/waf/detect/views/views.ts';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

/** What the decoders and readers look for, whole and in halves. */
const pieces = [
  ...['%', '%3', '%3C', '%25', '%u003c', '%u', '%c0%bc', '%c0', '%e2%82%ac', '+', '+ADw-', '+A', '+AGE', '-'],
  ...[
    '&',
    '&lt',
    '&lt;',
    '&#',
    '&#x',
    '&#60',
    '&#x3c;',
    '&#99999999;',
    '&amp;',
    '\\',
    '\\\\',
    '\\x3c',
    '\\x',
  ],
  ...[
    '\\u003c',
    '\\u{',
    '\\u{3c}',
    '\\074',
    '\\\n',
    '\\u{027}',
    '\\ud83d',
    '\0',
    '\xc3\xa9',
    '\xc0\xbc',
    '\xff',
    'é',
    '＜',
    'ａ',
    '\ud835',
  ],
  ...[
    '0x',
    '0x3c623e3c623e',
    '3c',
    'abcd',
    'H4sI',
    'eJy',
    'rO0AB',
    '=',
    '==',
    '/',
    '{"a":',
    '{',
    '[',
    '}',
    ']',
    ',',
  ],
  ...[
    ':',
    '"',
    "'",
    '1',
    'true',
    '<',
    '>',
    '</',
    '<a',
    '<a b="',
    '<!',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE',
  ],
  ...[
    '<?',
    '?>',
    '--B',
    '\r\n',
    '\n',
    '--',
    '\r\n\r\n',
    'Content-Disposition: form-data; name="',
    'filename*=',
  ],
  ...['Content-Type: multipart/mixed; boundary=B', ';', '&a=', 'a', ' ', '\ufeff', '/../', ';a=b'],
  ...[
    base64('<script>'),
    base64(gzipSync('<b>')),
    base64(deflateSync("' or 1=1")),
    base64(deflateRawSync("<b c='d'> or 1=1")),
    '//',
    '/*',
    '*/',
    '`',
    base64(base64('../../etc')),
  ],
];
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...pieces), { maxLength: 24, size: 'max' })
      .map((all) => all.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)) }),
  },
);

type Read = (text: string, take: parts.Take) => parts.Outcome;
const readers: Readonly<Record<string, Read>> = {
  queryPairs: (value, take) => parts.queryPairs(value, take, true),
  formPairs: parts.formPairs,
  cookiePairs: parts.cookiePairs,
  pathSegments: parts.pathSegments,
  jsonParts: parts.jsonParts,
  xmlParts: parts.xmlParts,
  multipartParts: (value, take) => parts.multipartParts(value, 'B', take),
  'multipartParts without a boundary': (value, take) => parts.multipartParts(value, '', take),
};

test('views stay within their bounds, differ from one another, and never throw', () => {
  const property = fc.property(text, fc.boolean(), (value, plus) => {
    const { list } = decodedViews(value, plus);
    assert.ok(list.length <= 8);
    assert.equal(new Set([value, ...list.map((view) => view.text)]).size, list.length + 1);
    const length = list.reduce((sum, view) => sum + view.text.length, 0);
    const inflates = list.some(({ how }) =>
      how.some((step) => step === 'gzip' || step === 'zlib' || step === 'deflate'),
    );
    assert.ok(length <= (inflates ? value.length + 65_536 : 4 * value.length));
    for (const { how } of list) assert.ok(how.length >= 1 && how.length <= 8);
    assert.deepEqual(decodedViews(value, plus).list, list, 'a second time it gives something else');
  });
  fc.assert(property, { numRuns: 3_000 });
});

test('an encoded value has its raw form among its views', () => {
  const encoders: Readonly<Record<string, (text: string) => string>> = {
    url: encodeURIComponent,
    entities: (value) => [...value].map((c) => `&#x${c.codePointAt(0)!.toString(16)};`).join(''),
    escapes: (value) => [...value].map((c) => `\\u{${c.codePointAt(0)!.toString(16)}}`).join(''),
    base64,
    base64url: (value) => Buffer.from(value).toString('base64url'),
    hex: (value) => Buffer.from(value).toString('hex'),
    gzip: (value) => base64(gzipSync(value)),
    deflate: (value) => base64(deflateRawSync(value, { level: 0 })),
  };
  // An attack of its own making: words between what languages are made of, long enough to be told from a number.
  const attack = fc
    .array(fc.constantFrom("' or ", '<b ', '1=1', '../', '$(id)', '";', 'é', ' alert(', ')>', '{{7*7}}'), {
      minLength: 3,
      maxLength: 9,
    })
    .map((all) => `<x>${all.join('')}`);
  const names = fc.array(fc.constantFrom(...Object.keys(encoders)), { minLength: 1, maxLength: 3 });
  const property = fc.property(attack, names, (value, chain) => {
    const encoded = chain.reduce((inner, name) => encoders[name]!(inner), value);
    const seen = [encoded, ...decodedViews(encoded).list.map((view) => view.text)];
    assert.ok(seen.includes(value), `${chain.join(' ')}: ${encoded}\n${JSON.stringify(seen)}`);
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('long texts are surveyed as short ones are', () => {
  const property = fc.property(text, (value) => {
    const short = value.slice(0, 39);
    // Sixty characters that say nothing of their own, and are in no run with what stands before.
    const padded = `${short}${'. '.repeat(30)}`;
    const bits = survey(padded);
    const expected = survey(short);
    // An x is told by itself in short texts, behind a 0 in long ones; a joint where it matters.
    for (const bit of [1, 2, 4, 8, 16, 32, 64, 512]) assert.equal(bits & bit, expected & bit, `bit ${bit}`);
    if (/0x/i.test(short)) assert.equal(bits & expected & 1_024, 1_024);
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('what folds is found by both ways of looking', () => {
  for (let c = 256; c < 65_536; c++) {
    const text = String.fromCharCode(c);
    assert.equal(mayFold(text), folds(c) || isProse(c), c.toString(16));
    assert.equal(mayFold(`字${text}`), folds(c), c.toString(16));
    for (const value of [text, `字${text}`, `${'a'.repeat(40)}${text}`, `${'a'.repeat(40)}字${text}`])
      assert.equal((survey(value) & FOLDABLE) !== 0, mayFold(value), value);
  }
});

test('percent-decoding gives what decodeURIComponent gives, where that gives anything', () => {
  const property = fc.property(fc.string({ unit: 'grapheme' }), (value) => {
    assert.equal(urlDecoded(encodeURIComponent(value), true), value);
  });
  fc.assert(property, { numRuns: 500 });
});

test('JSON gives the leaves that JSON.parse gives', () => {
  const property = fc.property(fc.json(), fc.boolean(), (value, spread) => {
    const given = JSON.parse(value) as unknown;
    const written = spread ? JSON.stringify(given, null, 1) : value;
    const found: string[] = [];
    const outcome = parts.jsonParts(written, (name, leaf, where) => {
      if (where !== 'json-key')
        found.push(`${name}=${where === 'json' ? leaf : JSON.stringify(JSON.parse(leaf))}`);
    });
    assert.equal(outcome, 'whole');
    assert.deepEqual(found, [...leaves(given, '')]);
  });
  fc.assert(property, { numRuns: 1_000 });
});

function* leaves(value: unknown, pointer: string): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    yield `${pointer}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
    return;
  }
  for (const [key, inner] of Object.entries(value))
    yield* leaves(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

for (const [name, read] of Object.entries(readers)) {
  test(`${name} never throws and hands over no more than its bound`, () => {
    const property = fc.property(text, (value) => {
      let count = 0;
      let length = 0;
      read(value, (_name, part) => {
        count++;
        length += part.length;
      });
      assert.ok(count <= parts.bounds.parts + 16);
      assert.ok(length <= 3 * value.length + 16);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
}

test('a body of any bytes, type and coding is read without a throw', () => {
  const types = [
    ...[
      '',
      'application/json',
      'text/plain',
      'application/xml',
      'application/yaml',
      'application/cbor',
      'application/msgpack',
      'application/x-www-form-urlencoded',
      'image/png',
    ],
    ...[
      'multipart/form-data; boundary=B',
      'multipart/form-data',
      'text/plain; charset=utf-16',
      'a; charset=shift_jis',
    ],
    ...['application/json; charset=nope', 'multipart/mixed; boundary="', ';', 'text/xml; charset="UTF-8"'],
  ];
  const codings = ['', '', 'gzip', 'deflate', 'br', 'gzip, br', 'nope', ',,,', 'identity'];
  const bytes = fc.oneof(
    text.map((value) => Buffer.from(value)),
    text.map((value) => Buffer.from(value, 'utf16le')),
    text.map((value) => gzipSync(value)),
    text.map((value) => gzipSync(value).subarray(0, 20)),
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  );
  const property = fc.property(
    bytes,
    fc.constantFrom(...types),
    fc.constantFrom(...codings),
    fc.boolean(),
    (body, contentType, contentEncoding, whole) => {
      let length = 0;
      const { outcome, why } = bodyParts(
        { bytes: body, whole, contentType, contentEncoding },
        (_name, value) => {
          length += value.length;
        },
      );
      assert.equal(outcome === 'whole', why === '');
      assert.ok(length <= 600 * body.length + 4_096);
    },
  );
  fc.assert(property, { numRuns: 1_500 });
});

/** Characters that are read, or searched through, while `work` runs. */
function charactersRead(work: () => void): number {
  const { charCodeAt, indexOf, lastIndexOf, includes, slice } = String.prototype;
  let read = 0;
  const reach = (text: string, from: number | undefined, found: number): number =>
    (found < 0 ? text.length : found) - (from ?? 0);
  String.prototype.charCodeAt = function (at) {
    read++;
    return charCodeAt.call(this, at);
  };
  String.prototype.indexOf = function (what, from) {
    const found = indexOf.call(this, what, from);
    read += Math.max(1, reach(String(this), from, found));
    return found;
  };
  String.prototype.lastIndexOf = function (what, from) {
    const found = lastIndexOf.call(this, what, from);
    read += Math.max(1, (from ?? this.length) - found);
    return found;
  };
  String.prototype.includes = function (what, from) {
    read += this.length;
    return includes.call(this, what, from);
  };
  try {
    work();
  } finally {
    Object.assign(String.prototype, { charCodeAt, indexOf, lastIndexOf, includes, slice });
  }
  return read;
}

const tilings = [
  ...pieces,
  '+AGEAYQBh',
  `eJy${'A'.repeat(30)} `,
  '%c0%a5',
  '&#x26;',
  '\\x5c',
  'a/',
  '{"a":[',
  '<a b=c ',
].concat([
  '0x3c7363 ',
  `${base64('<script>al')} `,
  'a=1&',
  '<a>',
  'a;b=c/',
  '\n--',
  '\n--B\r\nX: y\r\n\r\n',
  '"\\',
  '\u2019&',
]);

test('views read of a value of twice the length at most twice as many characters', () => {
  for (const piece of tilings) linear(piece, (value) => void decodedViews(value));
});

for (const [name, read] of Object.entries(readers)) {
  test(`${name} reads of a text of twice the length at most twice as many characters`, () => {
    for (const piece of tilings) linear(piece, (value) => void read(value, () => {}));
  });
}

function linear(piece: string, work: (text: string) => void): void {
  const of = (length: number): number => {
    const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    return charactersRead(() => work(text));
  };
  const half = of(15_000);
  const whole = of(30_000);
  assert.ok(whole <= 2.2 * half + 2_000, `${JSON.stringify(piece)}: ${half} characters read, then ${whole}`);
  assert.ok(whole <= 60 * 30_000, `${JSON.stringify(piece)}: ${whole} characters read of 30 000`);
}
