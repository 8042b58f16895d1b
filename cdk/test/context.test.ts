import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ContextError, contextValues } from '../lib/context.ts';
import { synthesised } from './synthesised.ts';

const read = (context: Record<string, unknown>) =>
  contextValues(new App({ context, treeMetadata: false }).node);
const complaint = (context: Record<string, unknown>): string => {
  try {
    read(context);
  } catch (fault) {
    assert.ok(fault instanceof ContextError);
    return fault.message;
  }
  return '';
};

test('rate, burst and limit reach the stage and the rule, from the command line as text', () => {
  const templates = synthesised({ rate: '2.5', burst: '7', limit: '1000', tags: '{"Owner":"me"}' });
  templates.get('secure-throttled-api')!.hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 2.5, ThrottlingBurstLimit: 7 })],
  });
  templates.get('waf-stack')!.hasResourceProperties('AWS::WAFv2::WebACL', {
    Rules: [
      Match.objectLike({
        Name: 'limit_rps_to_1000',
        Priority: 133,
        Statement: { RateBasedStatement: Match.objectLike({ Limit: 1000 }) },
      }),
    ],
    Tags: [{ Key: 'Owner', Value: 'me' }],
  });
});

test('the tags of the context are on every resource that can have tags', () => {
  for (const [name, template] of synthesised({ tags: { Owner: 'me', CostCentre: '42' } })) {
    const tagged = Object.values(
      template.toJSON().Resources as Record<string, { Properties?: { Tags?: unknown } }>,
    );
    const tags = tagged.flatMap(({ Properties }) => (Properties?.Tags ? [Properties.Tags] : []));
    assert.ok(tags.length > 0, name);
    for (const each of tags) {
      assert.match(
        JSON.stringify(each),
        /\{"Key":"CostCentre","Value":"42"\}.*\{"Key":"Owner","Value":"me"\}/,
      );
    }
  }
});

test('what the context leaves out is 10 a second, 100 at once, 133 in five minutes, no tags', () => {
  assert.deepEqual(read({}), { rate: 10, burst: 100, limit: 133, tags: {} });
});

test('the bounds themselves are taken', () => {
  assert.deepEqual(read({ rate: 0.1, burst: 1, limit: 10 }), { rate: 0.1, burst: 1, limit: 10, tags: {} });
  assert.equal(read({ limit: 2_000_000_000 }).limit, 2_000_000_000);
});

test('a rate must be above 0', () => {
  for (const rate of ['0', -1, 'fast', '', ' ', 'NaN', 'Infinity', true, [10], {}]) {
    assert.match(complaint({ rate }), /^context value "rate" must be a number above 0, not /, String(rate));
  }
});

test('a burst must be whole and at least 1', () => {
  for (const burst of ['0', 1.5, '1e99', 'x', null].filter((value) => value !== null)) {
    assert.match(
      complaint({ burst }),
      /^context value "burst" must be a whole number from 1 to 2147483647, not /,
    );
  }
});

test('a limit must be what WAF takes', () => {
  for (const limit of ['9', 9, 10.5, 2_000_000_001, 'x']) {
    assert.match(
      complaint({ limit }),
      /^context value "limit" must be a whole number from 10 to 2000000000, not /,
    );
  }
});

test('tags must be an object of names and texts that AWS takes', () => {
  for (const tags of ['Owner=me', '[1]', [], 5])
    assert.match(complaint({ tags }), /"tags" must be an object/);
  assert.match(complaint({ tags: { Owner: 5 } }), /"tags": "Owner" must be a text of at most 256 characters/);
  assert.match(
    complaint({ tags: { 'aws:x': 'y' } }),
    /"tags": "aws:x" must have 1 to 128 characters and not begin/,
  );
  assert.match(complaint({ tags: { '': 'y' } }), /"tags": "" must have/);
});

test('all that is wrong is said in one go', () => {
  assert.equal(complaint({ rate: 0, burst: 0, limit: 0, tags: 0 }).split('\n').length, 4);
});
