import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64, post } from '../../src/guard/decide/waf/cases.ts';
import waf from '../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../units/decide/at-hand.ts';

/** Whether a body of that text contains a word, as a web ACL says. */
function asked(wanted: string) {
  const statement = {
    ByteMatchStatement: {
      ...{ SearchString: base64(wanted), PositionalConstraint: 'CONTAINS_WORD' },
      ...{ FieldToMatch: { Body: {} }, TextTransformations: [{ Priority: 0, Type: 'NONE' }] },
    },
  };
  const of = given(definition({ webAcls: [acl([rule('r', statement, { Block: {} })])] }));
  const decide = waf.compile({ webAcl: aclArn }, of);
  return async (text: string): Promise<boolean> =>
    (await decide(await exchangeOf(post(text)))).action === 'refuse';
}

test('a text contains a word where splitting it into words finds it', async () => {
  const word = fc.stringMatching(/^[ab]{1,3}$/);
  const text = fc.stringMatching(/^[ab-]{1,20}$/);
  await fc.assert(
    fc.asyncProperty(word, text, async (wanted, given) => {
      assert.equal(await asked(wanted)(given), given.split('-').includes(wanted));
    }),
    { numRuns: 400 },
  );
});
