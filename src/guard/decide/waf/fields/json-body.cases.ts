import { cases, get, post } from '../cases.ts';

const nested = '{"a":{"c":"d","b":{"e":{"f":"g"}}}}';
const of = (MatchScope: string, more: object = {}) => ({ MatchPattern: { All: {} }, MatchScope, ...more });
const under = (MatchScope: string, ...IncludedPaths: string[]) => ({
  MatchPattern: { IncludedPaths },
  MatchScope,
});

export default cases(
  {
    settings: of('ALL'),
    gives: [
      [post('{"a":"1","b":[2,true,null,-1.5e3]}'), ['a', '1', 'b', '2', 'true', 'null', '-1.5e3']],
      [post(' [ "x" , {} , [] ] '), ['x']],
      [post('{"k":"a\\"\\u003c\\n\\u20ac\\ud83d\\ude00"}'), ['k', 'a"<\n\xe2\x82\xac\xf0\x9f\x98\x80']],
      [post('\xef\xbb\xbf{"a":1}'), ['a', '1']],
      // Commas and colons as AWS WAF forgives them.
      [post('{"a":"1""b":"2"}'), ['a', '1', 'b', '2']],
      [post('{"a""1"}'), ['a', '1']],
      [post('{"a"::"1"}'), ['a', '1']],
      // What was read up to where it is no JSON any more.
      [post('{"a":"1","b":oops'), ['a', '1', 'b']],
      [post('{"a":"1","b":"2'), ['a', '1', 'b']],
      [post('{"a":"1","a":"2"}'), ['a', '1']],
      [post('{"a":"1"} tail'), ['a', '1']],
      [post('{"a":"1",,"b":"2"}'), ['a', '1']],
      [post('{"a":"\\q"}'), ['a']],
      [post('"text"'), null],
      [post('{}'), null],
      [post('plain text'), null],
      [get('/'), null],
    ],
    rejects: [
      { settings: of('EVERYTHING'), notes: ['shape.value'] },
      { settings: { MatchScope: 'ALL' }, notes: ['shape.missing'] },
      { settings: { MatchPattern: {}, MatchScope: 'ALL' }, notes: ['shape.value'] },
      { settings: under('ALL', 'a/b'), notes: ['shape.value'] },
    ],
  },
  { settings: of('KEY'), gives: [[post(nested), ['a', 'c', 'b', 'e', 'f']]] },
  { settings: of('VALUE'), gives: [[post(nested), ['d', 'g']]] },
  { settings: under('KEY', '/a/b'), gives: [[post(nested), ['e', 'f']]] },
  { settings: under('VALUE', '/a/b'), gives: [[post(nested), ['g']]] },
  {
    settings: under('ALL', '/a/b', '/list/1', '/x~1y'),
    gives: [
      [post(nested), ['e', 'f', 'g']],
      [post('{"list":["0",{"k":"1"}],"x/y":"z","b":"no"}'), ['k', '1', 'z']],
      [post('{"b":"g"}'), null],
    ],
  },
  {
    settings: of('ALL', { InvalidFallbackBehavior: 'MATCH' }),
    gives: [
      [post('{"a":'), true],
      [post('{"a":1}'), ['a', '1']],
    ],
  },
  { settings: of('ALL', { InvalidFallbackBehavior: 'NO_MATCH' }), gives: [[post('{"a":'), null]] },
  {
    settings: of('ALL', { InvalidFallbackBehavior: 'EVALUATE_AS_STRING' }),
    gives: [[post('{"a":'), '{"a":']],
  },
  {
    settings: of('VALUE', { OversizeHandling: 'MATCH' }),
    gives: [[post(`{"a":"${'x'.repeat(16_384)}"}`), true]],
  },
  {
    settings: of('VALUE', { OversizeHandling: 'CONTINUE' }),
    gives: [[post(`{"a":"1","b":"${'x'.repeat(16_384)}"}`), ['1']]],
  },
);
