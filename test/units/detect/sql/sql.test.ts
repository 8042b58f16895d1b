import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectSql } from '../../../../src/guard/decide/waf/detect/sql/sql.ts';
import { K, letters } from '../../../../src/guard/decide/waf/detect/sql/token.ts';

const attack = (text: string) => {
  const finding = detectSql(text);
  assert.ok(finding !== null && finding.score >= 50, `${text}: ${finding?.score ?? 0}`);
  return finding;
};
const pass = (text: string) => {
  const finding = detectSql(text);
  assert.equal(finding, null, `${text}: ${finding?.score} ${finding?.what}`);
};

test('every kind of token has its letter', () => {
  assert.equal(letters.length, Object.keys(K).length);
});

test('a finding tells the context, the fingerprint and the range', () => {
  const value = "x' or 1=1-- ";
  assert.deepEqual(attack(value), {
    family: 'sqli',
    score: attack(value).score,
    context: 'single-quoted string',
    what: 's&1=1c',
    from: 1,
    to: value.length,
  });
  assert.equal(attack('-1 union select 1,user()').what, '+1UE1,f()');
  assert.equal(attack('x" or "a"="a').context, 'double-quoted string');
  assert.equal(attack('` or 1=1#').context, 'backticked name');
});

test('a quote that only closes counts for nothing by itself', () => {
  for (const text of ["O'Brien", "the boys'", "l'or et l'argent", "'", "''", "it's; he's", '5\'10"'])
    pass(text);
});

test('NULL without a blank, and a statement that a comment cuts off', () => {
  for (const text of ["'; table users;--", "x'); table users;#", '\\Nunion select 1']) attack(text);
  for (const text of [
    "'+'",
    "' '",
    "'a'",
    "'; hello there --",
    "it's; table users",
    "don't; stop that;",
    '\\Now or never',
  ])
    pass(text);
});

test('the strings of every dialect are read to their end', () => {
  for (const text of [
    "1 or N'a'=N'a'",
    "1 or E'a\\'b'='x'",
    "1 or X'41'='A'",
    "1 or q'[it's]'='x'",
    '1 or $$a$$=$$a$$',
    "1 or $t$a'b$t$='x'",
    "1 or _utf8'a'='a'",
    "' or 'it''s'='x",
  ])
    attack(text);
});

test('comments are blanks, and what MySQL executes in them is read', () => {
  attack('1/**/or/**/1=1');
  attack('1 /*!50000union*//*!50000select*/ 1,2');
  attack("'--\n or 1=1--");
  attack('1 un/**/ion sel/**/ect 1,2');
  pass('1 /* one */ + 1 /* two */');
});

test('constants that are compared are an attack only where something was broken out of', () => {
  attack('1 or 2>1');
  attack("' and 1=2--");
  pass('5 < 6 && 7 > 3');
  pass('2 + 2 = 4');
});

test('a filter on names is not an attack', () => {
  for (const text of ["status = 'open' AND age > 5", 'a=b&c=d', "name eq 'x' or id eq 5", 'x > 5 or x < 3'])
    pass(text);
});

test('every dialect’s operators are known', () => {
  for (const sign of '= == <> != ^= < > <= >= <=> ~ ~* !~ like ilike rlike regexp glob @> <@ ?'.split(' '))
    attack(`' or 'a' ${sign} 'b'--`);
  for (const sign of '+ - * / % ^ | & << >> || -> ->> #> #>> div mod'.split(' '))
    attack(`x' ${sign} (select 1 from t)--`);
  for (const between of [
    'is not',
    'sounds like',
    'not like',
    'similar to',
    'is distinct from',
    'not in (1)=',
    'between 1 and',
  ])
    attack(`' or 'a' ${between} 'b'--`);
});

test('SQL in the middle of a sentence is not an attack', () => {
  for (const text of [
    'How do I write SELECT * FROM users WHERE id = 1 OR 1=1?',
    'Use UNION ALL SELECT a FROM b instead of UNION',
    'select the best from the rest',
    'drop table reservations by 5pm; or else',
    'We declare @home day every Friday; exec team agrees.',
    `"a" or "b"? 'Neither,' said C.`,
  ])
    pass(text);
});

test('a procedure is called by its dotted name, and a variable is declared with a type', () => {
  attack('1; call sysproc.env_get_sys_info()');
  for (const type of ['int', 'varchar(9)', 'dbo.kind', 'as bit', 'int=1'])
    attack(`1;declare @q ${type};set @q=2;exec(@q)`);
});

test('a whole statement counts only where the sensitivity is high, unless it reaches for the server', () => {
  const finding = detectSql('SELECT * FROM users WHERE id = 5');
  assert.ok(finding !== null && finding.score >= 30 && finding.score < 50, String(finding?.score));
  attack('SELECT pg_sleep(5)');
  attack('select table_name from information_schema.tables');
});

test('a function of the same name in another language is none of the database’s', () => {
  attack('sleep(5)');
  for (const text of ['time.sleep(5)', 'await sleep(5)', 'Thread.sleep(500);']) pass(text);
});

test('look-alikes of quotes and full-width letters are folded as databases fold them', () => {
  attack('’ or 1=1--');
  attack('＇ or １＝１--');
  pass('it’s “good” or ‘bad’');
});

test('parentheses beyond any depth are a decision, not a fault', () => {
  pass('('.repeat(20_000));
  pass(`1${'+('.repeat(20_000)}`);
  detectSql(`' or ${'not '.repeat(20_000)}1=1`);
  detectSql(`' or ${'case when '.repeat(5_000)}1=1`);
});

test('what lies too deep in one another is a finding where it is SQL, and no fault', () => {
  for (const depth of [80, 81, 5_000])
    for (const [open, close] of [
      ['(', ')'],
      ['abs(', ')'],
      ['case when ', ' then 1 end'],
    ] as const) {
      attack(`' or ${open.repeat(depth)}1=1${close.repeat(depth)}-- `);
      attack(`1 or ${open.repeat(depth)}1=1${close.repeat(depth)}-- `);
    }
  attack(`' ${'union select 1,2 '.repeat(3_000)}from users`);
  for (const piece of ['begin ', 'if 1 ', '{d ', 'interval ', ' é[', "n'q'[", 'if a.'])
    for (const before of ['', "' or ", '1;']) detectSql(before + piece.repeat(10_000));
});

test('SET is a statement where it sets something, and no set of two', () => {
  for (const text of [
    'Tires 26"; set of 2',
    '26"; set of two',
    "size 5'; set up, ready to go",
    'Lamp 12"; set with bulbs',
  ])
    pass(text);
  for (const text of [
    "x'; set names utf8",
    "x'; set role admin",
    "x'; set a=1",
    "x'; set rowcount 5",
    "x'; set a.b to 1--",
  ])
    attack(text);
  attack("1'; set global general_log=1--");
  attack('1; set @a=1');
});

test('LOAD DATA loads a file that it names', () => {
  assert.ok((detectSql('LOAD DATA LOCAL INFILE disabled')?.score ?? 0) < 50);
  attack("load data infile 'x' into table t");
  attack("1; LOAD DATA LOCAL INFILE '/tmp/x' INTO TABLE x--");
});

test('a database that is asked who is asking is asked about itself, in parentheses of its own', () => {
  attack("case when (select current_user)='sa' then name else price end");
  attack('id,(select session_user)');
  for (const text of ['Please (select user) and go on', 'id,(select current_date)'])
    assert.ok((detectSql(text)?.score ?? 0) < 50, text);
});
