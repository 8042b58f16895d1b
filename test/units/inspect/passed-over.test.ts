import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isXmlValue,
  jsonParts,
  looksLikeJson,
  xmlParts,
} from '../../../src/guard/decide/waf/detect/views/parts.ts';
import { decodedViews, PLAIN } from '../../../src/guard/decide/waf/detect/views/views.ts';
import { Inspection, isBody, type Piece } from '../../../src/guard/decide/waf/inspect/inspect.ts';
import { classesOfLiteral } from '../../../src/guard/decide/waf/inspect/literals.ts';
import { Pieces } from '../../../src/guard/decide/waf/inspect/pieces.ts';
import { places } from '../../../src/guard/decide/waf/inspect/places.ts';
import { searches } from '../../../src/guard/decide/waf/inspect/searches.ts';
import { paperRequest } from '../paper-wire.ts';

const values = [
  ...new Set(
    globSync(new URL('../../corpora/*.jsonl', import.meta.url).pathname).flatMap((file) =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { value: string }).value),
    ),
  ),
];

const isName = ({ where }: Piece): boolean => where === 'json-key' || where.endsWith('-name');

const isOwn = ({ name, how }: Piece): boolean =>
  /^x-/i.test(name) || name.includes('?') || how.includes('json');

/** Its values are looked at one by one. */
const isDocument = ({ text, where }: Piece): boolean =>
  !isBody(where) &&
  text.length > 3 &&
  (looksLikeJson(text)
    ? jsonParts(text, () => {}) === 'whole'
    : isXmlValue(text) && xmlParts(text, () => {}) === 'whole');

/**
 * The first finding of each search in each place, every text shown to every detector; names are asked more, elsewhere.
 */
function shownAll(inspection: Inspection): string[] {
  const found: string[] = [];
  for (const place of places)
    for (const [sought, search] of searches) {
      const piece = inspection.pieces(place).find((one) => {
        if (isBody(one.where) && search.whole === null) return false;
        if (search.detectKey !== null && isName(one)) return false;
        if (search.arguments && one.where === 'header' && !isOwn(one)) return false;
        if (search.texts && isDocument(one)) return false;
        return (search.detect(one.text)?.score ?? 0) >= 50;
      });
      if (piece !== undefined) found.push(`${place} ${sought} ${piece.name}`);
    }
  return found;
}

function passedOver(inspection: Inspection): string[] {
  const found: string[] = [];
  for (const place of places)
    for (const [sought, search] of searches) {
      const of = search.detectKey === null ? undefined : (piece: Piece): boolean => !isName(piece);
      const sighting = inspection.first(place, sought, { least: 50, of });
      if (sighting !== null) found.push(`${place} ${sought} ${sighting.piece.name}`);
    }
  return found;
}

const inspected = (target: string, headers: readonly string[], body: string): Inspection => {
  const x = paperRequest({ target, headers: ['Host', 'a', ...headers], connection: null });
  x.prefix = Buffer.from(body);
  x.prefixWhole = true;
  return new Inspection(x, 65_536);
};

function check(value: string): void {
  const quoted = JSON.stringify({ a: 1.5, b: value, c: [value, true, 12, null], d: { [value]: 'plain' } });
  const safe = encodeURIComponent(value.toWellFormed());
  const inspection = inspected(
    `/${safe}?a=${safe}`,
    ['X-A', safe, 'Content-Type', 'application/json'],
    quoted,
  );
  const expected = shownAll(inspection);
  assert.deepEqual(passedOver(inspection), expected, JSON.stringify(value));
}

test('what is passed over is what no detector finds anything in: the corpora as values, keys, arguments, headers', () => {
  for (const value of values) check(value);
});

test('what is passed over is what no detector finds anything in: pieces of the corpora', () => {
  const words = values.flatMap((value) => value.split(/([^\w.])/)).filter((w) => w !== '');
  const word = fc.nat(words.length - 1).map((i) => words[i]!);
  const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(''));
  fc.assert(fc.property(text, check), { numRuns: 1_500 });
});

test('in a literal that is passed over no detector finds anything, and nothing is encoded in it', () => {
  const check = (text: string): void => {
    if (classesOfLiteral(text) < 0) return;
    for (const [sought, search] of searches) {
      assert.equal(search.detect(text), null, `${sought} in ${text}`);
      assert.equal(search.detectKey?.(text) ?? null, null, `${sought} in ${text}`);
    }
    if (text.includes('.')) assert.equal(decodedViews(text), PLAIN, text);
  };
  for (const word of [
    'true',
    'false',
    'null',
    '0',
    '-0',
    '0.5',
    '-1.25',
    '127.1',
    '169.254',
    '1.0408',
    '14060400.140',
    '7',
  ])
    check(word);
  for (const value of values) for (const number of value.match(/-?[\d.]+/g) ?? []) check(number);
  const digits = fc.array(fc.nat(9), { minLength: 0, maxLength: 9 }).map((list) => list.join(''));
  fc.assert(
    fc.property(fc.boolean(), digits, fc.boolean(), digits, (negative, whole, point, behind) =>
      check(`${negative ? '-' : ''}${whole}${point ? `.${behind}` : ''}`),
    ),
    { numRuns: 20_000 },
  );
});

test('only plain numbers of ordinary length and the three words are passed over', () => {
  for (const text of ['0', '-1', '1.5', '-0.25', '123456789012345', 'true', 'false', 'null'])
    assert.ok(classesOfLiteral(text) >= 0, text);
  for (const text of [
    '',
    '-',
    '01',
    '1.',
    '.5',
    '1e5',
    '1.5.1',
    '1-1',
    '+1',
    'True',
    '0x1',
    '1234567890123456',
  ])
    assert.ok(classesOfLiteral(text) < 0, text);
  assert.ok(classesOfLiteral('1.04084900000') < 0);
});

test('a text that stood there before is read as it was then', () => {
  const listed = (...texts: readonly string[]): string[] => {
    const pieces = new Pieces();
    for (const text of texts) pieces.add('', text, 'json', []);
    return pieces.list.map(({ text, how, holds, clean }) => JSON.stringify([text, how, holds, clean]));
  };
  for (const value of values.filter(({ length }) => length <= 300)) {
    const once = listed(value);
    assert.deepEqual(listed(value, value), [...once, ...once], JSON.stringify(value));
    assert.deepEqual(listed(value, 'b', value), [...once, ...listed('b'), ...once], JSON.stringify(value));
  }
});
