// What the detector of cross-site scripting costs: ns a value for what values mostly are, ms for 64 KB of the worst.
//   node bench/detect-xss.ts

import { detectXss } from '../src/guard/decide/waf/detect/xss/xss.ts';
import { cost } from './support/cost.ts';

const sentence =
  'The quick brown fox (aged 5) jumps over the "lazy" dog; it\'s a fine day, isn\'t it? We said: yes = no. ';
const markup = '<p class="intro">Welcome to <em>our</em> <a href="https://example.com/x?y=1">site</a>.</p>';
// name, value, at most how many ns
const values: readonly (readonly [string, string, number])[] = [
  ['a plain value', 'hello world 12345678', 200],
  ['a name', "Conan O'Brien-Smith x", 200],
  ['a UUID', '550e8400-e29b-41d4-a716-446655440000', 300],
  ['a URL', 'https://example.com/path?a=1&b=2&c=(x)#frag', 3_000],
  ['a cookie', 'session=abc123; theme=dark; _ga=GA1.2.1234.5678; consent=yes', 3_000],
  ['1 KB of words', 'The quick brown fox jumps over the lazy dog. '.repeat(23).slice(0, 1024), 1_000],
  ['1 KB of prose', sentence.repeat(11).slice(0, 1024), 4_000],
  ['1 KB of markup', markup.repeat(12).slice(0, 1024), 40_000],
  ['an attack', '"><svg/onload=alert(1)>', 4_000],
];
const worst = [
  '{{a(',
  '<svg onfocus=x()',
  '<a href="javascript:a(',
  '<p onclick=y() ',
  '`${',
  '<script>',
  '<x onload=a(1) b=c',
];
const most = 15;

const flat = (text: string): string => Buffer.from(text).toString();

function tell(good: boolean, line: string): void {
  console.log(`${good ? 'ok    ' : 'MISSED'} ${line}`);
  if (!good) process.exitCode = 1;
}

for (let i = 0; i < 2_000; i++) for (const [, value] of values) detectXss(value);
for (const [name, value, limit] of values) {
  const ns = cost(detectXss, flat(value), 12, 5_000);
  tell(
    ns <= limit,
    `${name.padEnd(16)} ${String(value.length).padStart(5)} B ${ns.toFixed(0).padStart(7)} ns (at most ${limit})`,
  );
}
for (const piece of worst) {
  const ms = cost(detectXss, flat(piece.repeat(65_536).slice(0, 65_536)), 12, 2) / 1e6;
  tell(ms <= most, `64 KB of ${piece.padEnd(24)} ${ms.toFixed(1).padStart(6)} ms (at most ${most})`);
}
