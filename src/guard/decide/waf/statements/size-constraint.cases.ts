import { ask, cases, get, having, post } from '../cases.ts';

const of = (ComparisonOperator: string, Size: number, FieldToMatch: object, Type = 'NONE') => ({
  ComparisonOperator,
  Size,
  FieldToMatch,
  TextTransformations: [{ Priority: 0, Type }],
});
const query = { QueryString: {} };

export default cases(
  {
    settings: of('GT', 3, query),
    matches: [get('/?abcd'), get('/?%41b')],
    passes: [get('/?abc'), get('/'), get('/abcd')],
    rejects: [
      { settings: of('OVER', 3, query), notes: ['shape.value'] },
      { settings: of('GT', -1, query), notes: ['shape.range'] },
      { settings: of('GT', 1.5, query), notes: ['shape.type'] },
      { settings: of('GT', 3, { JA3Fingerprint: { FallbackBehavior: 'MATCH' } }), notes: ['shape.value'] },
      {
        settings: {
          ...of('GT', 3, query),
          PreParseTextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
        },
        notes: ['shape.value'],
      },
    ],
  },
  {
    settings: of('EQ', 3, query, 'URL_DECODE'),
    matches: [get('/?%41bc')],
    passes: [get('/?%41b'), get('/')],
  },
  { settings: of('NE', 3, query), matches: [get('/?ab')], passes: [get('/?abc'), get('/')] },
  { settings: of('LE', 3, query), matches: [get('/?abc'), get('/?')], passes: [get('/?abcd'), get('/')] },
  { settings: of('LT', 3, query), matches: [get('/?ab')], passes: [get('/?abc')] },
  { settings: of('GE', 3, query), matches: [get('/?abc')], passes: [get('/?ab')] },
  { settings: of('EQ', 5, { UriPath: {} }), matches: [get('/pets?x')], passes: [get('/pet')] },
  {
    settings: of('GT', 4, { SingleHeader: { Name: 'x-a' } }),
    matches: [having('x-a', '1', 'X-A', '12345')],
    passes: [having('x-a', '1234', 'X-B', '12345')],
  },
  {
    // What lies beyond the limit of inspection is not counted.
    settings: of('GT', 16_384, { Body: { OversizeHandling: 'CONTINUE' } }),
    matches: [ask({ method: 'POST', body: '' })].slice(1),
    passes: [post('x'.repeat(17_000))],
  },
  {
    settings: of('GT', 10_485_760, { Body: { OversizeHandling: 'MATCH' } }),
    matches: [post('x'.repeat(17_000))],
    passes: [post('x'.repeat(16_384))],
  },
  {
    settings: {
      ...of('EQ', 3, { AllQueryArguments: {} }),
      PreParseTextTransformations: [
        { Priority: 0, Type: 'REPLACE_SEMICOLONS_WITH_AMPERSANDS' },
        { Priority: 1, Type: 'COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA' },
      ],
    },
    matches: [get('/?a=1&b=2222&a=3'), get('/?a=1;a=2')],
    passes: [get('/?a=1&b=3'), get('/?a=1&A=3')],
  },
);
