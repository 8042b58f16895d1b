// What a customer's regular expression costs at worst for 64 KB: patterns whose states explode, beside V8 where V8 ends.
//   node bench/regex.ts
import { compileRegex } from '../src/base/regex/regex.ts';
import { median } from './support/rounds.ts';

const length = 65_536;

/** Letters in an order of no pattern, the same each time. */
function mixed(letters: string): string {
  let seed = 1;
  let text = '';
  while (text.length < length) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    text += letters[(seed >>> 16) % letters.length];
  }
  return text;
}

// No text holds what ends a match. Where V8 would go on for hours it is not asked.
const patterns: readonly (readonly [pattern: string, text: string, v8: boolean])[] = [
  ['.{1000}x', mixed('ab '), true],
  ['(x.{0,30}){10}y', mixed('xab'), false],
  ['[^a]{0,250}b[^c]{0,250}d', mixed('abc'), true],
  ['(a+)+$', `${'a'.repeat(length - 1)}!`, false],
  ['(a|a)*b', 'a'.repeat(length), false],
  ['\\b.{1000}x', mixed('ab '), true],
  ['\\b(x.{0,30}){10}y', mixed('xa '), false],
  ['(?:a?){500}a{500}', `${'a'.repeat(499)}b`.repeat(length / 500), false],
];

function milliseconds(test: (text: string) => boolean, text: string): number {
  const rounds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const from = process.hrtime.bigint();
    if (test(text)) throw new Error('matched');
    rounds.push(Number(process.hrtime.bigint() - from) / 1e6);
  }
  return median(rounds);
}

for (const [pattern, text, v8] of patterns) {
  const regex = compileRegex(pattern);
  const ours = milliseconds((value) => regex.test(value), text);
  const theirs = v8
    ? `, V8 ${milliseconds((value) => new RegExp(pattern).test(value), text).toFixed(1)} ms`
    : '';
  console.log(`${pattern.padEnd(26)} ${ours.toFixed(1).padStart(7)} ms${theirs}`);
}
