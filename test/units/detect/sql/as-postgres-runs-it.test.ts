// Values that PostgreSQL 15 answered otherwise for, beside texts with the same words and signs.
import { test } from 'node:test';
import { detectSql } from '../../../../src/guard/decide/waf/detect/sql/sql.ts';
import { blocks, passes } from '../judged.ts';

test('operators, arrays and functions that PostgreSQL alone has are read', () => {
  blocks(detectSql, [
    "9 or 'a'=any(array['x','y'])",
    '9 or (|/4,2-1)=(1e0,|/4)--',
    "9 or '1'!~~concat('a','b')--",
    "9 or starts_with('a','x')--",
    "9 or E'\\x61'^@'a'::text",
    "9 or to_tsvector('a')@@to_tsquery('a')",
    "x' or (date '2020-01-01',date '2021-01-01') overlaps (date '2020-02-01',date '2020-03-01')--",
    "(select position('a' in password) from users limit 1)",
  ]);
});

test('a change within WITH, MERGE with another name, and what rows are sorted by', () => {
  blocks(detectSql, [
    '9;with d as (delete from users returning *) select * from d-- -',
    '1;with d as (insert into users values(1) returning id) select 1',
    '9;merge into users u using products p on u.id=p.id when matched then delete-- ',
    '(case when true then id else price end)',
    'id order by (case when true then 1 else 2 end)',
  ]);
});

test('the same words and signs elsewhere are none', () => {
  passes(detectSql, [
    'the date overlaps (see the calendar) with mine',
    'array[0] and array[1]',
    'const array = [1, 2]; array[0] && array[1]',
    'Merge into main, using the tool on Friday; then delete it',
    'with the update, set it aside',
    'in case when you come, then call or else end it',
    '2^@home',
    'a |/ b',
    "starts_with('a', 'b')",
    'position (in the team)',
  ]);
});
