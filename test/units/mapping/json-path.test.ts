import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileJsonPath } from '../../../src/guard/dispatch/mapping/json-path.ts';

const root = JSON.parse(
  '{"a":{"b":1,"b-c":2,"__proto__":3},"l":[{"n":"x","v":1},{"n":"y","v":5},{"v":9}],"s":"t","0":"zero","é":4}',
) as unknown;

const table: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ['$', [root]],
  ['$.a.b', [1]],
  ['$.a.b-c', [2]],
  ["$['a']['b']", [1]],
  ['$["a"].b', [1]],
  ['$.a.none', []],
  ['$.s.length', []],
  ['$.a.constructor', []],
  ['$.a.__proto__', [3]],
  ['$.é', [4]],
  ['$.l[0].n', ['x']],
  ['$.l[-1].v', [9]],
  ['$.l[7]', []],
  ['$.l[*].v', [1, 5, 9]],
  ['$.l[0,2].v', [1, 9]],
  ['$.l[1:].v', [5, 9]],
  ['$.l[:-1].v', [1, 5]],
  ['$.l[::-1].v', [9, 5, 1]],
  ["$.a['b','b-c']", [1, 2]],
  ['$..v', [1, 5, 9]],
  ['$..*', 'many' as never],
  ['$.l[?(@.v > 1)].v', [5, 9]],
  ["$.l[?(@.n == 'y')].v", [5]],
  ['$.l[?(@.n)].v', [1, 5]],
  ['$.l[?(!@.n || @.v >= 5 && @.n != "z")].v', [5, 9]],
  ['$.l[?(@.n =~ /x|z/)].v', [1]],
  ['$.l[?(@.v == $.a.b)].n', ['x']],
];

test('paths lead where API Gateway has them lead, over own properties alone', () => {
  for (const [path, values] of table) {
    const found = compileJsonPath(path).find(root);
    if ((values as unknown) === 'many') assert.ok(found.length > 10);
    else assert.deepEqual(found, values, path);
  }
});

test('only a path without a choice in it is definite', () => {
  for (const path of ['$', '$.a.b', "$['a'][0]"]) assert.ok(compileJsonPath(path).definite, path);
  for (const path of ['$..a', '$.*', '$[0,1]', '$[1:]', '$[?(@.a)]'])
    assert.ok(!compileJsonPath(path).definite, path);
});

test('what is no path is refused, and so is one that passes by too many values', () => {
  for (const path of [
    '',
    'a',
    '$.',
    '$[',
    '$[a]',
    '$.a b',
    '$[?(@.a ==)]',
    '$[?(@..a == 1)]',
    '$..',
    '$[?(@.a =~ /(a)\\1/)]',
    `$${'[?('.repeat(50)}`,
  ])
    assert.throws(() => compileJsonPath(path), /the path/, path);
  const wide = { a: Array(1000).fill(Array(300).fill(1)) };
  assert.throws(() => compileJsonPath('$..*').find(wide), /too many values/);
});
