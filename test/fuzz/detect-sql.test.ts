import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectSql } from '../../src/guard/decide/waf/detect/sql/sql.ts';
import { linear } from './linear.ts';

const pieces = (
  '\' " ` \\ -- # /* */ /*! ; , . ( ) [ ] { } = < > <> <=> ! !~ @ @@v :b ? | || & && + - * / % ^ ~ :: := -> ->> #> $$ $t$ ' +
  '0 1 1e 1.e 0x1 .5 9e9 n id or and not xor is null true in like between escape union all select from where group ' +
  'order by having limit into outfile procedure for case when then else end exists cast( sleep( if( n( as join on using ' +
  "values with set insert update delete drop table exec declare waitfor delay shutdown do copy grant N' q'[ _utf8' " +
  '\u2019 \uff07 \uff11 \u3000 \u0000 \n é 山'
)
  .split(' ')
  .filter((piece) => piece !== '');

const text = fc.array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', '/**/')), {
  maxLength: 60,
});

test('whatever it is given, the detector answers with a finding in its bounds or with null', () => {
  const check = (value: string): void => {
    const finding = detectSql(value);
    if (finding === null) return;
    assert.ok(finding.score >= 30 && finding.score <= 100, `${finding.score}`);
    assert.ok(
      finding.from >= 0 && finding.from <= finding.to && finding.to <= value.length,
      JSON.stringify(finding),
    );
    assert.match(finding.what, /^[^\s]{1,40}$/u);
  };
  fc.assert(
    fc.property(text, (parts) => check(parts.flat().join(''))),
    { numRuns: 20_000 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 5_000 });
});

test('letters’ case does not matter', () => {
  fc.assert(
    fc.property(text, (parts) => {
      const value = parts.flat().join('');
      // An escape's letter and a dollar tag are the same in both cases, or not compared.
      fc.pre(!value.includes('$'));
      assert.equal(detectSql(value.toUpperCase())?.score, detectSql(value.toLowerCase())?.score);
    }),
    { numRuns: 5_000 },
  );
});

test('the time taken grows as the length does, up to 64 KB', () => {
  for (const piece of [
    ...pieces.map((p) => `${p} `),
    ...pieces,
    "' or 1=1 ",
    '1+',
    '(1',
    "'a'='a' or ",
    "''",
    "\\'",
    'begin ',
    'if 1 ',
    '{d ',
    'interval ',
    'é[',
    'union select 1 ',
    "q'[]",
    '$a$b',
  ]) {
    const long = piece.repeat(Math.floor(65_536 / piece.length));
    for (const value of [long, `'${long}`, `1 or ${long}`, `' or ${long}"${long.slice(0, 9)}`]) {
      const bounds = { floor: 8_000, times: 24 };
      const took = linear(JSON.stringify(piece), detectSql, value.slice(0, 65_536), bounds);
      assert.ok(took < 30_000, `${JSON.stringify(piece)}: ${took} µs`);
    }
  }
});
