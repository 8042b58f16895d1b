import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Walker } from '../../src/base/regex/machine.ts';
import { programOf } from '../../src/base/regex/program.ts';
import { readPattern } from '../../src/base/regex/read.ts';
import { Ways } from '../../src/base/regex/ways.ts';
import { compileRegex, whyRefused } from '../../src/guard/decide/waf/texts/regex.ts';

/** Patterns that JavaScript reads as PCRE does. */
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\s', '\\b', '\\B', '^', '\\d', ' '),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?'))
      .map(([a, q]) => `(?:${a})${q}`),
    tie('pattern').map((a) => `(${a})`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '1', '\n'), maxLength: 12 });

test('a pattern says of every text what JavaScript’s own expressions say', () => {
  const property = fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 8 }), (source, texts) => {
    const ours = compileRegex(source);
    const theirs = new RegExp(source);
    for (const one of texts) {
      const found = ours.find(one);
      assert.equal(ours.test(one), theirs.test(one), JSON.stringify([source, one]));
      assert.equal(found !== null, theirs.test(one));
      if (found !== null) assert.ok(found[0] >= theirs.exec(one)!.index, JSON.stringify([source, one]));
      const { literals } = ours;
      if (literals !== null && theirs.test(one))
        assert.ok(literals.some((literal) => one.toLowerCase().includes(literal)));
    }
  });
  fc.assert(property, { numRuns: 3_000 });
});

test('all ways at once lead where they lead one by one', () => {
  const repeated = fc.oneof(pattern, fc.constantFrom('.', '[^c]', '[ab]', '[^1]', 'a?.'));
  const longer = fc.oneof(
    pattern,
    fc
      .tuple(pattern, repeated, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), pattern)
      .map(([a, each, least, more, b]) => `${a}(?:${each}){${least},${least + more}}${b}`),
  );
  const long = fc.oneof(
    ...[
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', '1', '\n'],
    ].map((units) => fc.string({ unit: fc.constantFrom(...units), maxLength: 120, size: 'max' })),
  );
  let tried = 0;
  const property = fc.property(longer, fc.array(long, { minLength: 1, maxLength: 8 }), (source, texts) => {
    if (whyRefused(source) !== null) return;
    const program = programOf(readPattern(source));
    const walker = new Walker(program);
    const ways = Ways.of(program, walker);
    if (ways === null) return;
    tried++;
    for (const one of texts) {
      const walked = walker.matches(one, 0, [program.start], 1);
      assert.equal(ways.matches(one, 0, [program.start], 1), walked, JSON.stringify([source, one]));
    }
  });
  fc.assert(property, { numRuns: 4_000 });
  assert.ok(tried > 1_000, `${tried} patterns`);
});

test('any text is a pattern or is refused with a reason', () => {
  const piece = fc.constantFrom(
    ...[
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '\\',
      '?',
      '*',
      '+',
      '|',
      '^',
      '$',
      '.',
      '-',
      ':',
      '=',
      '!',
      '<',
      '>',
      ',',
    ],
    ...['a', '1', '\\Q', '\\E', '(?i)', '(?', '[:alpha:]', '[^', '{1,2}', '\\x', '\\d', '#', ' ', 'é', '\0'],
  );
  const property = fc.property(fc.array(piece, { maxLength: 16, size: 'max' }), (parts) => {
    const source = parts.join('');
    const why = whyRefused(source);
    if (why === null) compileRegex(source).test('a1 -é');
    else assert.ok(why.length > 5);
  });
  fc.assert(property, { numRuns: 5_000 });
});
