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
