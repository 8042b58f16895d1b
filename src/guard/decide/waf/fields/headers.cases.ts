import { cases, having } from '../cases.ts';

const of = (MatchPattern: object, MatchScope: string, OversizeHandling = 'CONTINUE') => ({
  MatchPattern,
  MatchScope,
  OversizeHandling,
});
const many = ['X-H0', 'v', 'X-Big', 'b'.repeat(8_200), 'X-H200', 'v'];
const own = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id'];
const two = { IncludedHeaders: ['X-A', 'cookie'] };

export default cases(
  {
    settings: of(two, 'ALL'),
    gives: [
      [
        having('x-a', '1', 'X-B', '2', 'X-A', '3', 'Cookie', 'c=4'),
        ['x-a', '1', 'X-A', '3', 'Cookie', 'c=4'],
      ],
      [having('X-B', '2'), null],
    ],
    rejects: [
      { settings: of({}, 'ALL'), notes: ['shape.value'] },
      { settings: of({ All: {}, IncludedHeaders: ['a'] }, 'ALL'), notes: ['shape.value'] },
      { settings: of({ IncludedHeaders: [] }, 'ALL'), notes: ['shape.range'] },
      { settings: of({ IncludedCookies: ['a'] }, 'ALL'), notes: ['shape.unknown-key', 'shape.value'] },
      { settings: { MatchPattern: { All: {} } }, notes: ['shape.missing', 'shape.missing'] },
    ],
  },
  {
    settings: of({ IncludedHeaders: ['x-forwarded-proto', 'x-amzn-trace-id'] }, 'VALUE'),
    gives: [
      [
        having('X-Forwarded-Proto', 'ftp', 'X-Amzn-Trace-Id', `Root=1-00000001-${'a'.repeat(24)};Sampled=1`),
        ['http', `Root=1-00000001-${'a'.repeat(24)}`],
      ],
    ],
  },
  { settings: of(two, 'KEY'), gives: [[having('x-a', '1'), ['x-a']]] },
  { settings: of(two, 'VALUE'), gives: [[having('x-a', '1', 'x-b', '2'), ['1']]] },
  {
    settings: of({ ExcludedHeaders: [...own, 'host', 'x-a', 'connection'] }, 'VALUE'),
    gives: [[having('x-a', '1', 'x-b', '2'), ['2']]],
  },
  { settings: of({ IncludedHeaders: ['x-h0'] }, 'ALL', 'MATCH'), gives: [[having(...many), true]] },
  { settings: of({ IncludedHeaders: ['x-h0'] }, 'ALL', 'NO_MATCH'), gives: [[having(...many), null]] },
  { settings: of({ IncludedHeaders: ['x-h0'] }, 'VALUE'), gives: [[having(...many), ['v']]] },
  { settings: of({ IncludedHeaders: ['x-h200'] }, 'VALUE'), gives: [[having(...many), null]] },
  {
    settings: of({ IncludedHeaders: ['x-b'] }, 'VALUE'),
    gives: [[having('x-a', 'a'.repeat(8200), 'x-b', '2'), null]],
  },
);
