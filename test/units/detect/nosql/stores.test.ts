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
