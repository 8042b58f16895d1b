import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JSONPathError, query } from 'json-p3';
import { Fault } from '../../src/base/fault.ts';
import { compileEcma } from '../../src/base/regex/ecma.ts';
import { PatternRefused } from '../../src/base/regex/syntax.ts';
import { Body } from '../../src/guard/dispatch/mapping/body.ts';
import { compileJsonPath, PathRefused } from '../../src/guard/dispatch/mapping/json-path.ts';
import { Mapping } from '../../src/guard/dispatch/mapping/mapping.ts';
import { compileTemplate } from '../../src/guard/dispatch/mapping/template.ts';
import { siteOf } from '../units/dispatch/site.ts';
import { paperRequest } from '../units/paper-wire.ts';

const site = siteOf({ type: 'MOCK', settings: {}, variables: { team: 'pets' } });
const runs = { numRuns: 3_000, interruptAfterTimeLimit: 20_000 };

/** Pieces of the language, put together in any order. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      '$x',
      '${x',
      '$!{x}',
      '$input.json("$")',
      "$input.path('$.a')",
      '.b',
      '[0]',
      '["k"]',
      '.get("a")',
      '.replaceAll("a","b")',
      '#set($x = ',
      '#if(',
      '#elseif(',
      '#else',
      '#end',
      '#foreach($i in ',
      '#macro(m $a)',
      '#m(1)',
      '#define($d)',
      '#break',
      '#stop',
      '$context.requestOverride.header.X',
      '$util.parseJson(',
      '"',
      "'",
      ')',
      '(',
      ' + ',
      ' == ',
      '&&',
      '[1..3]',
      '{"a":1}',
      '##',
      '#*',
      '*#',
      '#[[',
      ']]#',
      '\\',
      '\n',
    ),
    fc.string({ maxLength: 5 }),
  ),
  { maxLength: 14 },
);

test('no template and no body bring down more than their own request', () => {
  fc.assert(
    fc.property(pieces, fc.oneof(fc.json(), fc.string()), (parts, body) => {
      const template = compileTemplate(parts.join(''), site);
      if (typeof template === 'string') return;
      const x = paperRequest({ target: '/?a=1' });
      try {
        assert.equal(
          typeof template.render(new Mapping(x), new Body(Buffer.from(body), 'request')),
          'string',
        );
      } catch (fault) {
        assert.ok(fault instanceof Fault, String(fault));
      }
    }),
    runs,
  );
});

test('a body that a template writes out as JSON comes out as the JSON it was', () => {
  const whole = compileTemplate("$input.json('$')", site);
  const within = compileTemplate('{"in": $input.json(\'$.a\')}', site);
  assert.ok(typeof whole !== 'string' && typeof within !== 'string');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const render = (template: typeof whole, data: unknown) =>
        JSON.parse(
          template.render(
            new Mapping(paperRequest()),
            new Body(Buffer.from(JSON.stringify(data)), 'request'),
          ),
        ) as unknown;
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      assert.deepEqual(render(whole, plain), plain);
      assert.deepEqual(render(within, { a: plain }), { in: plain });
    }),
    runs,
  );
});

const segment = fc.oneof(
  fc.constantFrom(
    '.a',
    '.b',
    "['a']",
    '[0]',
    '[-1]',
    '[*]',
    '.*',
    '..a',
    '..*',
    '[0,1]',
    '[1:]',
    '[:-1]',
    '[::-1]',
    "['a','b']",
    '[?(@.a == 1)]',
    '[?@.a > 1 && @.b]',
    "[?!@.a || @.b == 'x']",
  ),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(1, 2, 'x', null, true),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.record({ a: tie('node'), b: tie('node') }, { requiredKeys: [] }),
  ),
})).node;

test('paths lead where RFC 9535 has them lead', () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 4 }), tree, (segments, root) => {
      const path = `$${segments.join('')}`;
      let expected: unknown[];
      try {
        expected = query(path, root as never).values();
      } catch (reason) {
        if (reason instanceof JSONPathError) return;
        throw reason;
      }
      // RFC 9535 leaves the order of the members of an object open, and with it that of `..`.
      const sorted = (values: readonly unknown[]) => values.map((v) => JSON.stringify(v)).sort();
      assert.deepEqual(sorted(compileJsonPath(path).find(root)), sorted(expected), path);
    }),
    runs,
  );
});

test('any text is a path, or is refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'$.[]*?@\'"=<>!&|():,-01ab ~/') }),
      tree,
      (text, root) => {
        try {
          compileJsonPath(`$${text}`).find(root);
        } catch (reason) {
          assert.ok(reason instanceof PathRefused, String(reason));
        }
      },
    ),
    runs,
  );
});

test('patterns of schemas give what V8 gives for them, or are refused', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    '\\d',
    '\\w',
    '\\s',
    '[a-c]',
    '[^b]',
    '(a|b)',
    '(?:ab)',
    '^',
    '$',
    '\\b',
    '*',
    '+',
    '?',
    '{2}',
    '{1,3}',
    'é',
    '\\p{L}',
    '(?=a)',
    '|',
    '\\.',
    '[\\w-]',
  );
  const text = fc.string({ unit: fc.constantFrom(...'abc1 .é😀-\n'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), text, (parts, subject) => {
      const pattern = parts.join('');
      let native: RegExp;
      try {
        native = new RegExp(pattern, 'u');
      } catch {
        return;
      }
      try {
        assert.equal(
          compileEcma(pattern).test(subject),
          native.test(subject),
          `${pattern} of ${JSON.stringify(subject)}`,
        );
      } catch (reason) {
        if (!(reason instanceof PatternRefused)) throw reason;
      }
    }),
    runs,
  );
});
