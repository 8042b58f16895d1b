import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectSql } from '../../../../src/guard/decide/waf/detect/sql/sql.ts';

const score = (text: string): number => detectSql(text)?.score ?? 0;
const attacks = (...texts: string[]): void => {
  for (const text of texts) assert.ok(score(text) >= 50, `${score(text)}: ${text}`);
};
const passes = (...texts: string[]): void => {
  for (const text of texts) assert.ok(score(text) < 50, `${score(text)}: ${text}`);
};

test('what a column is sorted by or compared with may ask the database, in parts of its answer', () => {
  attacks(
    'name RLIKE IF(ASCII(SUBSTR(user(),1,1))>77,0x6e616d65,0x28)',
    'price,(CAST(CHR(126)||VERSION() AS NUMERIC))',
  );
  attacks(
    'desc, (select case when (1=1) then 1 else 1*(select table_name from information_schema.tables)end)=1',
  );
  passes('price, version()', 'name, upper(title)', 'desc, asc', 'asc', 'desc, (see below)');
});

test('rows of a table are compared without SELECT', () => {
  attacks(
    '1 AND (1,2,3)>(TABLE users LIMIT 1)',
    "1 AND ROW('a','b')<=(TABLE information_schema.schemata LIMIT 3,1)",
  );
  passes('he said (table users)', '1 and (table reservations)', 'a (table for 5)');
});

test('a row of values is ended, and another put behind it', () => {
  attacks("x'),('admin2','pw','admin')-- -", "x', 1),('a', 0, null)#", "x'),('a',1)--");
  passes("f('x'),('y')", "the boys'), (the girls') --", "x'), (y)");
});

test('what a changed row was is returned where the rest is cut off', () => {
  attacks("x' RETURNING password--", "x' returning id, token-- -");
  passes("guests' returning home", "guests' returning", 'returning players');
});

test('a statement behind a closed bracket ends what follows it', () => {
  attacks('id) FROM users; DROP TABLE logs;--');
  passes('Clean up; drop table logs;', 'id) from users;');
});

test('passwords are altered, functions made of Java or called that write files', () => {
  attacks(
    "'; alter user postgres password 'x';--",
    "CALL SYSCS_UTIL.SYSCS_EXPORT_TABLE('x','y','/tmp/z',null,null,null)",
  );
  attacks("CREATE ALIAS T5 AS CONCAT('void ex(String m1)throws','x');CALL T5('id')", '1 AND sleepEachRow(3)');
  attacks(
    "1;create alias e as $$ String e(String c) throws Exception { return c; }$$;call e('id')",
    'x;create alias a as $$String a(){return "";}$$',
  );
  attacks("execute immediate 'grant dba to x'", 'execute immediate v_sql');
  passes(
    'execute immediate action if it burns',
    'CREATE ALIAS my_sqrt FOR "java.lang.Math.sqrt"',
    'alter user password',
  );
});

test('a measurement of InfluxDB is dropped as a table is', () => {
  attacks("';DROP MEASUREMENT x--", "'; drop measurement units --");
  passes('drop measurement of the week', 'drop; measurement units --');
});

test('hours of sleep are no wait', () => {
  passes('sleep(8h)', 'sleep(7.5h) per night', 'gym(1h), sleep(8h)', 'sleep(30min)');
  attacks('1 and sleep(8)', '1 and sleep(8e0)', '1 or sleep(0x5)', "x'-sleep(5)-'");
});

test('names in double quotes are names, as standard SQL has them', () => {
  attacks(
    '1 and (select password from "users" limit 1)>1',
    '(select "users"."password" from "users")',
    '(select/**/min([password])/**/from/**/main."users"/**/limit/**/1)',
    'x\'||(select `password` from "users")||\'',
  );
  passes('(select one from "the list")', '"users"."names" are listed', '(select color from "chart")');
});

test('a condition is one though no blank parts it from the string it closes', () => {
  attacks(
    "alice'or'1'/*",
    "x'or true or '",
    "zz'or(7)||'",
    "zz'OR/*x*/~0--",
    "x'<>password--",
    "0' <> 10 or '",
  );
  attacks("%'<>'x", "-1'/**/<>'x", "zz' IS NOT role-- ");
  passes("l'or d'un roi", "d'or et d'argent", "a'#b", "x'or'x", "5'<6'", "rock'n'roll");
});

test('a number or a name whose condition is cut off is an attack without being true', () => {
  attacks(
    '0 or 0x1--',
    '9 or 99;--',
    '(9) or 7/*',
    '1<>7/*',
    'id or true/*',
    '9e0 or -1--x',
    "1/**/or'1';--",
    '(9) or (true)',
  );
  passes(
    '5 or 6',
    '5 or 6 -- or more',
    'i>j--',
    'n <= 0 -- see below',
    'two or three--',
    '(9) or (10)',
    '3 or more--',
  );
});

test('a second statement is one though comments stand for its blanks', () => {
  attacks('id;delete/**/from/**/users;', 'id;/**/drop/**/table/**/users;', 'id; delete from users--');
  passes('id; delete from users', 'delete; drop from list', 'a; drop in');
});
