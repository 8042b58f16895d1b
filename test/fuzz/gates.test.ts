import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Rule } from '../../src/define/model/web-acl.ts';
import { base64 } from '../../src/guard/decide/waf/cases.ts';
import waf from '../../src/guard/decide/waf/waf.ts';
import {
  acl,
  aclArn,
  definition,
  exchangeOf,
  given,
  ipSets,
  patternSets,
  rule,
} from '../units/decide/at-hand.ts';

const word = fc.constantFrom('a', 'ab', 'AB', 'b', 'bc', 'c%61', 'x', 'ca');
const field = fc.constantFrom(
  { UriPath: {} },
  { QueryString: {} },
  { AllQueryArguments: {} },
  { Body: { OversizeHandling: 'MATCH' } },
  { SingleHeader: { Name: 'x-a' } },
);
const looks = fc.record({
  FieldToMatch: field,
  TextTransformations: fc
    .constantFrom('NONE', 'LOWERCASE', 'URL_DECODE')
    .map((Type) => [{ Priority: 0, Type }]),
});
const constraint = fc.constantFrom('EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD');
const plain: fc.Arbitrary<Rule['statement']> = fc.oneof(
  fc.tuple(looks, word, constraint).map(([of, text, PositionalConstraint]) => ({
    ByteMatchStatement: {
      ...of,
      SearchString: base64(text.replace('%', '')),
      PositionalConstraint,
    },
  })),
  fc
    .tuple(looks, fc.constantFrom('ab+', '(?i)bc|ca', '^/x', 'a.c', '(ab|bc)$'))
    .map(([of, RegexString]) => ({ RegexMatchStatement: { ...of, RegexString } })),
  looks.map((of) => ({ RegexPatternSetReferenceStatement: { ...of, ARN: 'set' } })),
  fc.constantFrom('one', 'two').map((ARN) => ({ IPSetReferenceStatement: { ARN } })),
  looks.map((of) => ({ SizeConstraintStatement: { ...of, ComparisonOperator: 'GT', Size: 3 } })),
);
const { statement } = fc.letrec<{ statement: Rule['statement'] }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc
      .array(tie('statement'), { minLength: 2, maxLength: 3 })
      .map((Statements) => ({ AndStatement: { Statements } })),
    fc
      .array(tie('statement'), { minLength: 2, maxLength: 3 })
      .map((Statements) => ({ OrStatement: { Statements } })),
    tie('statement').map((Statement) => ({ NotStatement: { Statement } })),
  ),
}));
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''));
const request = fc.record({
  path: text,
  query: fc.array(text, { maxLength: 2 }),
  header: text,
  body: fc.oneof(text, fc.constant('y'.repeat(17_000))),
  from: fc.constantFrom('203.0.113.7', '198.51.100.1', '10.0.0.1', '2001:db8::1', '2001:db9::1'),
});

test('rules whose signs are not there are passed over, and nothing else changes', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(statement, fc.constantFrom('Block', 'Allow', 'Count', 'Count', 'Count')), {
      minLength: 12,
      maxLength: 40,
      size: 'max',
    }),
    fc.array(request, { minLength: 1, maxLength: 5 }),
    async (list, requests) => {
      const rules = list.map(([of, action], i) =>
        rule(`r${i}`, of, { [action]: {} } as Rule['action'], { priority: i, labels: [`l${i}`] }),
      );
      const at = given(
        definition({
          webAcls: [acl(rules)],
          ipSets: ipSets({ one: ['203.0.113.0/24', '2001:db8::/32'], two: ['10.0.0.0/8', '203.0.113.7/32'] }),
          regexPatternSets: patternSets({ set: ['(?i)abc', 'x{2}'] }),
        }),
      );
      const gated = waf.compile({ webAcl: aclArn }, at);
      // A traced walk asks every rule.
      const plainly = waf.compile({ webAcl: aclArn }, { ...at, tracing: true });
      for (const { path, query, header, body, from } of requests) {
        const asked = {
          method: 'POST',
          target: `/${path}?${query.map((q) => `a=${q}`).join('&')}`,
          headers: ['X-A', header],
          body,
          from,
        };
        const [x, y] = [await exchangeOf(asked), await exchangeOf(asked)];
        const [one, other] = [await gated(x), await plainly(y)];
        assert.deepEqual([one.action, one.by], [other.action, other.by]);
        assert.deepEqual([x.waf, x.labels], [y.waf, y.labels]);
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
