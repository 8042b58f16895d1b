import { base64, cases, from, get, having } from '../cases.ts';

const forwarded = {
  IPSetReferenceStatement: {
    ARN: 'office',
    IPSetForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior: 'NO_MATCH', Position: 'FIRST' },
  },
};

export default cases(
  {
    settings: {
      Statement: {
        ByteMatchStatement: {
          SearchString: base64('1'),
          FieldToMatch: { SingleQueryArgument: { Name: 'ok' } },
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
          PositionalConstraint: 'EXACTLY',
        },
      },
    },
    // A field that is not there does not match, so its negation does.
    matches: [get('/'), get('/?ok=2'), get('/?nok=1')],
    passes: [get('/?ok=1'), get('/?OK=1')],
    rejects: [
      { settings: {}, notes: ['shape.missing'] },
      { settings: { Statement: { RuleGroupReferenceStatement: { ARN: 'g' } } }, notes: ['shape.value'] },
    ],
  },
  {
    given: { ipSets: { office: ['10.0.0.0/8'] } },
    settings: { Statement: forwarded },
    matches: [having('X-Client', '198.51.100.9')],
    // Without the header the statement does not apply, and neither does its negation.
    passes: [having('X-Client', '10.1.1.1'), from('198.51.100.9')],
  },
);
