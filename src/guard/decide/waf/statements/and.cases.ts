import { base64, cases, get } from '../cases.ts';

const holds = (text: string) => ({
  ByteMatchStatement: {
    SearchString: base64(text),
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint: 'CONTAINS',
  },
});

export default cases({
  settings: { Statements: [holds('a'), holds('b'), holds('c')] },
  matches: [get('/abc'), get('/c/b/a')],
  passes: [get('/ab'), get('/bc'), get('/'), get('/ab?c')],
  rejects: [
    { settings: { Statements: [holds('a')] }, notes: ['shape.range'] },
    { settings: {}, notes: ['shape.missing'] },
    { settings: { Statements: [holds('a'), {}] }, notes: ['shape.value'] },
    {
      settings: { Statements: [holds('a'), { ...holds('b'), NotStatement: { Statement: holds('c') } }] },
      notes: ['shape.value'],
    },
    {
      settings: { Statements: [holds('a'), { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } }] },
      notes: ['shape.value'],
    },
  ],
});
