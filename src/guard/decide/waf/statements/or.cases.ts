import { base64, cases, from, get, having } from '../cases.ts';

const holds = (text: string) => ({
  ByteMatchStatement: {
    SearchString: base64(text),
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint: 'CONTAINS',
  },
});
const forwarded = {
  IPSetReferenceStatement: {
    ARN: 'bad',
    IPSetForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior: 'NO_MATCH', Position: 'FIRST' },
  },
};

export default cases(
  {
    settings: { Statements: [holds('a'), holds('b')] },
    matches: [get('/a'), get('/b'), get('/ab')],
    passes: [get('/'), get('/c?a')],
    rejects: [{ settings: { Statements: [] }, notes: ['shape.range'] }],
  },
  {
    given: { ipSets: { bad: ['198.51.100.0/24'] } },
    settings: { Statements: [forwarded, holds('a')] },
    matches: [having('X-Client', '198.51.100.9'), get('/a')],
    passes: [from('198.51.100.9'), having('X-Client', '203.0.113.9')],
  },
);
