import assert from 'node:assert/strict';
import { test } from 'node:test';
import { graphqlStrings, looksLikeGraphql } from '../../../../src/guard/decide/waf/detect/graphql/strings.ts';

const read = (text: string): [string[], string | null] => {
  const strings: string[] = [];
  const bare = graphqlStrings(text, (name, value) => strings.push(`${name}=${value}`));
  return [strings, bare];
};

test('the strings of a document are handed over as resolvers get them, and the document without them is what is left', () => {
  assert.deepEqual(read('query { a(q: "x\\"y\\u0027", in: {k: ["1", "2"]}) { id } }'), [
    ['q=x"y\'', 'k=1', 'k=2'],
    'query { a(q: "", in: {k: ["", ""]}) { id } }',
  ]);
  assert.deepEqual(read('{a(b:"""x "y" \\""" z""")}'), [['b=x "y" """ z'], '{a(b:"")}']);
});

test('of a text that is no whole document the strings are handed over, and the text is left as it is', () => {
  for (const text of ['{a(b:"1"', '{a(b:"1")}}', '{a(b:"1);id}', '{a(b:"1")};id', 'query "1"'])
    assert.equal(read(text)[1], null, text);
  assert.deepEqual(read('{a(b:"1"')[0], ['b=1']);
});

test('a document is known by its beginning, and prose, code and JSON are none', () => {
  for (const text of ['{a}', ' # x\n query{a}', 'mutation M($a:I){b}', 'subscription @x {a}', '{...F}'])
    assert.ok(looksLikeGraphql(text), text);
  for (const text of ['{a:b}', '{ a(b:1) }', '{a{b}}', '{a @x}', '{a,b}', '{a}'])
    assert.ok(looksLikeGraphql(text), text);
  for (const text of [
    '{job="api"}',
    '{ __name__=~"a.*" }',
    '{a!="b"}',
    '{a;b}',
    '{"a":1}',
    'query = "x"',
    'queryable',
    '# only',
    'x {a}',
    '',
  ])
    assert.ok(!looksLikeGraphql(text), text);
});
