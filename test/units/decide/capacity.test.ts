import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64 } from '../../../src/guard/decide/waf/cases.ts';
import { capacityOf } from '../../../src/guard/decide/waf/rules/rule.ts';

const looks = (FieldToMatch: object = { UriPath: {} }, ...types: string[]) => ({
  FieldToMatch,
  TextTransformations: (types.length === 0 ? ['NONE'] : types).map((Type, Priority) => ({ Priority, Type })),
});
const bytes = (PositionalConstraint: string, of: object = looks()) => ({
  ByteMatchStatement: { SearchString: base64('/'), PositionalConstraint, ...of },
});
const json = { JsonBody: { MatchPattern: { All: {} }, MatchScope: 'ALL' } };
const rate = (more: object = {}) => ({ RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP', ...more } });
const forwarded = (Position: string) => ({ HeaderName: 'x', FallbackBehavior: 'MATCH', Position });

for (const [what, units, statement] of [
  ['bytes that are the whole, the beginning or the end', 2, bytes('EXACTLY')],
  ['bytes at the beginning', 2, bytes('STARTS_WITH')],
  ['bytes at the end', 2, bytes('ENDS_WITH')],
  ['bytes anywhere', 10, bytes('CONTAINS')],
  ['a word', 10, bytes('CONTAINS_WORD')],
  ['two transformations', 22, bytes('EXACTLY', looks(undefined, 'LOWERCASE', 'TRIM'))],
  ['NONE among them', 12, bytes('EXACTLY', looks(undefined, 'LOWERCASE', 'NONE'))],
  ['all arguments of the query', 12, bytes('EXACTLY', looks({ AllQueryArguments: {} }))],
  ['a body in JSON', 20, bytes('CONTAINS', looks(json))],
  ['a body in JSON, transformed', 30, bytes('CONTAINS', looks(json, 'LOWERCASE'))],
  ['a size', 1, { SizeConstraintStatement: { ComparisonOperator: 'GT', Size: 1, ...looks() } }],
  ['countries', 1, { GeoMatchStatement: { CountryCodes: ['NL'] } }],
  ['autonomous systems', 1, { AsnMatchStatement: { AsnList: [1] } }],
  ['an IP set', 1, { IPSetReferenceStatement: { ARN: 'a' } }],
  [
    'an IP set, any of the forwarded addresses',
    5,
    { IPSetReferenceStatement: { ARN: 'a', IPSetForwardedIPConfig: forwarded('ANY') } },
  ],
  [
    'an IP set, the first of them',
    1,
    { IPSetReferenceStatement: { ARN: 'a', IPSetForwardedIPConfig: forwarded('FIRST') } },
  ],
  ['a label', 1, { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } }],
  ['a regular expression', 3, { RegexMatchStatement: { RegexString: 'a', ...looks() } }],
  ['a set of them', 25, { RegexPatternSetReferenceStatement: { ARN: 'a', ...looks() } }],
  ['SQL', 20, { SqliMatchStatement: looks() }],
  ['SQL, HIGH', 30, { SqliMatchStatement: { SensitivityLevel: 'HIGH', ...looks() } }],
  [
    'SQL, HIGH, in a body in JSON, decoded',
    70,
    { SqliMatchStatement: { SensitivityLevel: 'HIGH', ...looks(json, 'URL_DECODE') } },
  ],
  ['script', 40, { XssMatchStatement: looks() }],
  ['a rate', 2, rate()],
  ['a rate with a scope', 12, rate({ ScopeDownStatement: bytes('CONTAINS') })],
  [
    'a rate by two keys',
    62,
    rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ HTTPMethod: {} }, { IP: {} }] }),
  ],
  ['a rule group', 77, { RuleGroupReferenceStatement: { ARN: 'g' } }],
  [
    'statements within statements',
    12,
    { OrStatement: { Statements: [bytes('EXACTLY'), { NotStatement: { Statement: bytes('CONTAINS') } }] } },
  ],
] as const) {
  test(`${what}: ${units} units, as AWS charges`, () => {
    assert.equal(
      capacityOf([{ Statement: statement }], (arn) => (arn === 'g' ? 77 : 0)),
      units,
    );
  });
}

test('of the labels that rules give five take a unit, all rules together', () => {
  const labelled = (labels: number) => ({
    Statement: rate(),
    RuleLabels: Array.from({ length: labels }, (_, i) => ({ Name: `l${i}` })),
  });
  assert.equal(capacityOf([labelled(4)]), 2);
  assert.equal(capacityOf([labelled(4), labelled(1)]), 5);
  assert.equal(capacityOf([labelled(11)]), 4);
});

test('what rules take is added up', () => {
  assert.equal(capacityOf([{ Statement: rate() }, { Statement: bytes('CONTAINS') }]), 12);
});
