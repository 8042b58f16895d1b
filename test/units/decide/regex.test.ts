import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Automaton } from '../../../src/base/regex/automaton.ts';
import { programOf } from '../../../src/base/regex/program.ts';
import { readPattern } from '../../../src/base/regex/read.ts';
import { compileRegex, partOf, whyRefused } from '../../../src/guard/decide/waf/texts/regex.ts';

const matches = (pattern: string, text: string): boolean => compileRegex(pattern).test(text);

test('patterns match as PCRE does', () => {
  for (const [pattern, yes, no] of [
    ['^a.c$', ['abc', 'a.c', 'abc\n'], ['a\nc', 'abcd', 'xabc']],
    ['(?s)^a.c\\z', ['a\nc'], ['abc\n']],
    ['(?m)^b$', ['a\nb\nc', 'b'], ['ab']],
    ['(?m)^$', ['', '\n', 'a\n\nb'], ['a\n', 'a']],
    ['\\Aa\\Z', ['a', 'a\n'], ['ba', 'a\n\n']],
    ['\\bcat\\b', ['cat', 'a cat!', '\ncat'], ['concat', 'cats', '_cat']],
    ['\\Bcat', ['concat'], ['cat', 'a cat']],
    ['(?i)Straße', ['STRAßE'.replace('ß', '\xc3\x9f')], ['STRASSE']],
    ['(?i)a(?-i)b', ['Ab', 'ab'], ['AB']],
    ['(?i:a)b', ['Ab'], ['aB']],
    ['a(?i)b|c', ['aB', 'C'], ['AB']],
    ['(?x) a b # c\n d', ['abd'], ['a b d']],
    ['a(?#comment)b', ['ab'], ['a']],
    ['\\Qa.b\\E+', ['a.b', 'a.bbb'], ['aXb']],
    ['[a-c\\d_-]{3}', ['a1-', '__b'], ['ad1']],
    ['[^\\W\\d]', ['a', '_'], ['1', '-']],
    ['[]a]', [']', 'a'], ['b']],
    ['[[:alpha:][:^space:]]', ['a', '1'], [' ']],
    ['[\\x41\\x{42}\\103]', ['A', 'B', 'C'], ['D']],
    ['\\t\\n\\e\\a\\f\\r\\cA', ['\t\n\x1b\x07\f\r\x01'], ['tneafr']],
    ['a{2}b{1,2}c{2,}', ['aabcc', 'aabbccc'], ['abcc', 'aabbbc', 'aabc']],
    ['a{,2}', ['a{,2}'], ['aa']],
    ['x{', ['x{'], ['x']],
    ['(?:ab)*c', ['c', 'ababc'], ['ab']],
    ['(?<n>a)(?P<m>b)(c)', ['abc'], ['ab']],
    ['a*?b+?c??', ['b', 'aab'], ['a']],
    ['|a', ['', 'b'], []],
    ['\\h\\v\\H\\V\\N', [' \nab\xff'], ['  ab\xff']],
    ['é', ['\xc3\xa9'], ['\xe9']],
    ['[\\000-\\010]', ['\x00', '\x08'], ['\t']],
    ['\\.\\/\\-\\"', ['./-"'], ['a/-"']],
  ] as const) {
    for (const text of yes) assert.ok(matches(pattern, text), `${pattern} on ${JSON.stringify(text)}`);
    for (const text of no) assert.ok(!matches(pattern, text), `${pattern} not on ${JSON.stringify(text)}`);
  }
});

test('what cannot be had in linear time, and what AWS WAF does not have, is refused with its reason', () => {
  for (const [pattern, reason] of [
    ['(a)\\1', /back-references/],
    ['(?<n>a)\\k<n>', /back-references/],
    ['(?P<n>a)(?P=n)', /back-references/],
    ['(?=a)b', /look-ahead/],
    ['(?!a)b', /look-ahead/],
    ['(?<=a)b', /look-behind/],
    ['(?<!a)b', /look-behind/],
    ['(?>a+)b', /atomic/],
    ['a++b', /possessive/],
    ['a{1,2}+b', /possessive/],
    ['(?R)', /recursion/],
    ['(a)(?1)', /recursion/],
    ['(?(1)a|b)', /conditional/],
    ['(*SKIP)a', /verbs/],
    ['(?C1)a', /callouts/],
    ['\\Ca', /\\C/],
    ['a\\Kb', /\\K/],
    ['a\\Rb', /\\R/],
    ['\\p{L}', /Unicode properties/],
    ['a)', /has no \(/],
    ['(a', /has no \)/],
    ['[a', /has no ]/],
    ['[b-a]', /ends before it begins/],
    ['[[:nope:]]', /no class/],
    ['*a', /nothing for \* to repeat/],
    ['a{3,2}', /less than the first/],
    ['a\\', /ends with a backslash/],
    ['\\y', /no escape \\y/],
    ['\\x{100}', /bytes of UTF-8/],
    ['(?:a{100}){100}', /more than 2000 steps/],
  ] as const) {
    assert.match(whyRefused(pattern) ?? 'taken', reason, pattern);
  }
  assert.equal(whyRefused('^(?i)ok\\b'), null);
});

test('the known evil patterns ask of each byte of 64 KB once', () => {
  const text = `${'a'.repeat(65_536)}!`;
  for (const pattern of [
    '(a+)+$',
    '(?i)(a+)+$',
    '(a|a)*b',
    '(.*)*x',
    '(a|aa)+$',
    '(a*)*b',
    '^([a-zA-Z]+)*$',
  ]) {
    const automaton = new Automaton(programOf(readPattern(pattern)));
    assert.equal(automaton.test(text), false, pattern);
    // No more states than a handful: what is left is one look-up for each byte.
    assert.ok(automaton.states < 10, `${pattern}: ${automaton.states} states`);
  }
});

/** 20 000 times a or b, with no two runs of a dozen alike. */
function madeUp(): string {
  let text = '';
  for (let i = 0, seed = 1; i < 20_000; i++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    text += (seed >> 16) & 1 ? 'a' : 'b';
  }
  return text;
}

test('a pattern that needs too many states is walked on without them, and says the same', () => {
  const automaton = new Automaton(programOf(readPattern('a.{12}c')));
  const text = madeUp();
  assert.equal(automaton.test(text), false);
  assert.ok(automaton.states <= 1_000);
  assert.equal(automaton.test(`${text}${'b'.repeat(20)}a${'b'.repeat(12)}c`), true);
  assert.equal(automaton.test(`${text}${'b'.repeat(20)}a${'b'.repeat(11)}c`), false);
});

test('a text made to use up the states of a pattern slows down none for good', () => {
  const automaton = new Automaton(programOf(readPattern('a.{12}c')));
  assert.ok(!automaton.test(madeUp()));
  assert.ok(automaton.states > 900);
  const usual = 'x'.repeat(500);
  for (let i = 0; i < 60; i++) assert.ok(!automaton.test(usual));
  assert.ok(automaton.states < 10, `${automaton.states} states`);
  assert.ok(automaton.test(`${usual}a${'.'.repeat(12)}c`));
});

test('states of a thousand steps take no more memory than those of few', () => {
  const automaton = new Automaton(programOf(readPattern('.{1000}x')));
  assert.ok(!automaton.test('y'.repeat(3_000)));
  assert.ok(automaton.states < 400, `${automaton.states} states`);
  assert.ok(automaton.test(`${'y'.repeat(3_000)}x`));
  assert.ok(!automaton.test(`${'y'.repeat(999)}x`));
});

test('the part that matched is looked for within a bound, whatever the pattern is', () => {
  const regex = compileRegex('.{1000}x');
  const text = `${'y'.repeat(4_000)}x`;
  assert.ok(regex.test(text));
  assert.equal(partOf(regex, text), null);
  assert.deepEqual(partOf(compileRegex('b+c'), `${'a'.repeat(4_000)}bbc`), [4_000, 4_003]);
  assert.deepEqual(regex.find(text), [3_000, 4_001]);
});

test('the match that ends first is found', () => {
  assert.deepEqual(compileRegex('b+c').find('abbbcbc'), [1, 5]);
  assert.deepEqual(compileRegex('^x|y$').find('aby'), [2, 3]);
  assert.equal(compileRegex('x').find('abc'), null);
});

test('several patterns are one that matches where any does', () => {
  const any = compileRegex('^a', 'b$', '(?i)c');
  for (const text of ['ax', 'xb', 'xCx']) assert.ok(any.test(text));
  assert.ok(!any.test('xax'));
});

test('texts that every match holds are known, so that most texts need not be walked', () => {
  assert.deepEqual(compileRegex('(?i)UNION\\s+SELECT').literals, ['select']);
  assert.deepEqual(compileRegex('(wp-admin|wp-login)\\.php').literals, ['wp-admin', 'wp-login']);
  assert.deepEqual(compileRegex('a|bcd').literals, null);
  assert.deepEqual(compileRegex('x*').literals, null);
});
