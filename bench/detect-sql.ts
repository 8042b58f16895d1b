// What the detector of SQL injection costs: ns a value for what values mostly are, and µs for 64 KB of the worst.
//   node bench/detect-sql.ts

import { detectSql } from '../src/guard/decide/waf/detect/sql/sql.ts';
import { cost } from './support/cost.ts';

const prose =
  "It's a long way to the top; if you can't select the best table, order another one by phone -- or wait. ";
const benign: Record<string, string> = {
  'a word': 'greenhouse-effect',
  'a UUID': '550e8400-e29b-41d4-a716-446655440000',
  'a JWT':
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P',
  'a number': '20240117',
  'two words': 'forty two apples',
  'a name': "Conan O'Brien",
  'a URL': 'https://example.com/path/to?page=2&sort=name&q=a+b',
  'a user agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'a filter': "status = 'open' and age > 5",
  'a JSON text': '{"name":"x","list":[1,2,3],"ok":true}',
  '1 KB of letters': 'abcdefghij'.repeat(102),
  '1 KB of prose': prose.repeat(10),
  'an attack': "x' or 1=1-- -",
  'a union': '-1 union select 1,user(),3 from information_schema.tables',
};
const long = (piece: string, before = ''): string => (before + piece.repeat(65_536)).slice(0, 65_536);
const worst: Record<string, string> = {
  prose: long(prose),
  'a=b&': long('a=b&'),
  '1+': long('1+'),
  'or 1=1': long("' or 1=1 or '"),
  'open parentheses': long('('),
  quotes: long("'"),
  'all quotes': long(`'="=\`=`),
  'backslashes and quotes': long(`\\'+"`),
  comments: long('/**/', "' or "),
  'comments in words': long('a/**/'),
  dots: long('a.', "' or "),
  calls: long('f(1),', "' or "),
  'look-alikes': long('’ or １ '),
};

// Warmed with all of them, as a worker is: one kind alone would be faster than it ever is.
for (let i = 0; i < 3_000; i++) for (const value of Object.values(benign)) detectSql(value);
for (const [name, value] of Object.entries(benign))
  console.log(
    `${name.padEnd(18)} ${String(value.length).padStart(5)} B ${cost(detectSql, value, 20, 5_000).toFixed(0).padStart(8)} ns`,
  );
for (const [name, value] of Object.entries(worst))
  console.log(
    `64 KB of ${name.padEnd(24)} ${(cost(detectSql, value, 5, 5) / 1_000).toFixed(0).padStart(6)} µs`,
  );
