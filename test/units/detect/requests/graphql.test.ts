import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../../src/guard/decide/waf/detect/graphql/document.ts';
import { usualLimits, weighGraphql } from '../../../../src/guard/decide/waf/detect/graphql/graphql.ts';
import { measure } from '../../../../src/guard/decide/waf/detect/graphql/measure.ts';

const measured = (text: string) => measure(readDocument(text)!);
const found = (...texts: string[]) => [...weighGraphql(texts).keys()];

test('depth counts fields, not inline fragments, and puts fragments in where they are spread', () => {
  assert.equal(measured('{ a { b { c } d } }').depth, 3);
  assert.equal(measured('{ a { ... on T { b } ... { c } } }').depth, 2);
  assert.equal(measured('query { a { ...F } } fragment F on T { b { c } }').depth, 3);
  assert.equal(
    measured('fragment F on T { b { ...G } } fragment G on U { c { d } } { a { ...F } }').depth,
    4,
  );
});

test('strings, comments, block strings and arguments hold no selections', () => {
  const text = '{ a(x: "{ b { c", y: {z: {z: 1}}, w: [{}, {}]) # { d {\n b(t: """ { "" \\""" { """) { c } }';
  assert.equal(measured(text).depth, 2);
  assert.equal(measured(text).fields, 3);
});

test('aliases, directives, repeated fields and operations are counted', () => {
  const document = readDocument('{ x: a y: a @skip(if: true) @b a a a ...F ...F } fragment F on T @c { z }')!;
  const { aliases, directives, directivesAtOnce, duplicates } = document;
  assert.deepEqual([aliases, directives, directivesAtOnce, duplicates], [2, 3, 2, 3]);
  assert.equal(measured('query A { a } query B { b } mutation C { c }').operations, 3);
});

test('fields of fragments that double one another are counted without writing them out', () => {
  const chain = Array.from(
    { length: 60 },
    (_, i) => `fragment F${i} on T { ...F${i + 1} ...F${i + 1} }`,
  ).join(' ');
  const { fields } = measured(`{ ...F0 } ${chain} fragment F60 on T { a }`);
  assert.equal(fields, 2 ** 31);
});

test('a fragment that comes back to itself is circular, one used twice is not', () => {
  assert.equal(
    measured('{ ...A ...A } fragment A on T { x { ...B } ...B } fragment B on T { y }').circular,
    '',
  );
  assert.notEqual(measured('{ a } fragment A on T { ...B } fragment B on T { ...A }').circular, '');
});

test('a chain of ten thousand fragments is followed', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => `fragment F${i} on T{a{...F${i + 1}}}`).join('');
  assert.equal(measured(`{...F0}${chain}`).depth, 10_000);
});

test('the introspection that tools ask for is labelled and not too deep', () => {
  const type = (n: number): string => (n === 0 ? 'name' : `kind name ofType { ${type(n - 1)} }`);
  const text = `query IntrospectionQuery { __schema { queryType { name } types { ...FullType } directives { name args { ...InputValue } } } }
    fragment FullType on __Type { kind name fields(includeDeprecated: true) { name args { ...InputValue } type { ...TypeRef } } }
    fragment InputValue on __InputValue { name type { ...TypeRef } defaultValue }
    fragment TypeRef on __Type { ${type(9)} }`;
  assert.deepEqual(found(text), ['introspection']);
  assert.deepEqual(found('{ __type(name: "User") { fields { name } } }'), ['introspection']);
  const deep = `{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} }'.repeat(12)} } } }`;
  assert.deepEqual(found(deep), ['depth', 'introspection']);
});

test('two fields that lead to each other have an end; a tree in itself may be as deep as the limit', () => {
  const nest = (names: string[], n: number): string =>
    `${Array.from({ length: n }, (_, i) => `${names[i % names.length]} { `).join('')}id${' }'.repeat(n)}`;
  assert.deepEqual(found(`{ ${nest(['user', 'posts'], 7)} }`), ['depth']);
  assert.deepEqual(found(`{ ${nest(['user', 'posts'], 5)} }`), []);
  assert.deepEqual(found(`{ ${nest(['replies'], 9)} }`), []);
  assert.deepEqual(
    found(`{ ${nest(['a', 'edges', 'node', 'b', 'edges', 'node', 'c', 'edges', 'node'], 9)} }`),
    [],
  );
});

test('documents are counted, other texts are not', () => {
  const many = (text: string) => Array.from({ length: usualLimits.batch + 1 }, () => text);
  assert.deepEqual(found(...many('{ me { id } }')), ['batching']);
  assert.deepEqual(found(...many('red shoes'), '{ me }'), []);
});

test('what is no document that can be executed is passed over', () => {
  for (const text of [
    '',
    'query',
    'fragment',
    'hello { a { b } }',
    'type A { b: C }',
    '{ a: { b: 1 } }',
    '{ "a": 1 }',
    '{ }{',
    'query Q( { a }',
    '{ a(b: ...) }',
  ]) {
    const document = readDocument(text);
    assert.ok(document === null || document.blocks.every((block) => block.fields <= 1), text);
    assert.deepEqual(found(text), [], text);
  }
});

test('a document is one behind ever so many blanks, commas and comments', () => {
  const deep = `${'{a'.repeat(40)}${'}'.repeat(40)}`;
  for (const before of [' ', ',', '\n', '\ufeff', '# a\n', '# {\r'])
    for (const times of [1, 300, 5_000])
      assert.deepEqual(found(before.repeat(times) + deep), ['depth'], JSON.stringify([before, times]));
});

test('lists and objects of an argument within one another count for the depth, as braces do', () => {
  const nested = (times: number): string => `{a(l:${'['.repeat(times)}1${']'.repeat(times)}){id}}`;
  assert.ok(weighGraphql([nested(300)]).has('depth'));
  assert.ok(weighGraphql([`{a(o:${'{b:'.repeat(120)}1${'}'.repeat(120)}){id}}`]).has('depth'));
  assert.ok(!weighGraphql([nested(12)]).has('depth'));
});
