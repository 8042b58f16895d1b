// What the detectors of commands, paths and URLs cost: ns a value for what values mostly are, µs for 64 KB of the worst.
//   node bench/detect-other.ts

import type { Detector } from '../src/guard/decide/waf/detect/finding.ts';
import { detectPath } from '../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSsrf } from '../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { cost } from './support/cost.ts';
import { hostileCommands } from './support/hostile.ts';

// What looking at every character once costs on this machine, now: the floor of all others.
const loop: Detector = (text) => {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum === -1 ? { family: 'code', score: 0, context: '', what: '', from: 0, to: 0 } : null;
};
const detectors: Readonly<Record<string, Detector>> = {
  loop,
  shell: detectShell,
  path: detectPath,
  ssrf: detectSsrf,
};
const prose =
  "It's a long way to the top; if you can't find the best cat & dog, read more at 5 p.m. (or later) and/or wait... ";
const benign: Readonly<Record<string, string>> = {
  'a word of 20': 'greenhouse-effect-42',
  'two words': 'forty two apples',
  'a number': '20240117',
  'a UUID': '550e8400-e29b-41d4-a716-446655440000',
  'a name': "Conan O'Brien",
  'a URL': 'https://example.com/path/to?page=2&sort=name&q=a+b',
  'a path': '/products/shoes/running-42.html',
  'a user agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'a JSON text': '{"name":"x","list":[1,2,3],"ok":true}',
  '1 KB of letters': 'abcdefghij'.repeat(102),
  '1 KB of prose': prose.repeat(10).slice(0, 1024),
  'an attack': '127.0.0.1; cat ../../../etc/passwd http://169.254.169.254/',
};

const row = (name: string, cells: readonly string[]): void =>
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(10)).join(''));

// Warmed with all of them, as a worker is: one kind alone would be faster than it ever is.
for (let i = 0; i < 3_000; i++)
  for (const value of Object.values(benign)) for (const detect of Object.values(detectors)) detect(value);
row('ns a value', Object.keys(detectors));
for (const [name, value] of Object.entries(benign))
  row(
    name,
    Object.values(detectors).map((detect) => cost(detect, value, 20, 3_000).toFixed(0)),
  );
row('\nµs for 64 KB', Object.keys(detectors));
for (const [name, value] of hostileCommands(65_536)) {
  row(
    name,
    Object.values(detectors).map((detect) => (cost(detect, value, 4, 4) / 1_000).toFixed(0)),
  );
}
