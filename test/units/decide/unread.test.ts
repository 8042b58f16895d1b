import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Step, Trace } from '../../../src/base/trace.ts';
import { ask, type CaseRequest, having, post } from '../../../src/guard/decide/waf/cases.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from './at-hand.ts';

const json = (more: object = {}) => ({
  JsonBody: { MatchPattern: { All: {} }, MatchScope: 'ALL', ...more },
});
const all = (name: string, OversizeHandling: string) => ({
  [name]: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling },
});

/** What a statement that looks for `evil` makes of a request: its verdict, what was remarked on, and what a trace says. */
async function looks(FieldToMatch: object, request: CaseRequest) {
  const statement = {
    RegexMatchStatement: {
      ...{ RegexString: 'evil', FieldToMatch },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  };
  const of = given(definition({ webAcls: [acl([rule('r', statement, { Block: {} })])] }));
  const decide = waf.compile({ webAcl: aclArn }, { ...of, tracing: true });
  const x = await exchangeOf(request);
  x.trace = new Trace();
  const { action } = await decide(x);
  const steps = (step: Step): Step[] => [step, ...step.steps.flatMap(steps)];
  const said = x.trace.steps.flatMap(steps).find((step) => step.name === 'RegexMatchStatement')!.because;
  return { matches: action === 'refuse', unread: x.unread, said };
}

const flaws: [string, string, string][] = [
  ['that breaks off', '{"a":"evil', 'is no JSON, or breaks off'],
  ['that has a name twice', '{"a":"evil","a":1}', 'has a name twice in one object'],
  ['that goes on', '{"a":"evil"} more', 'goes on behind its JSON'],
  ['that is a form', 'a=evil', 'is neither an object nor an array in JSON'],
];
for (const [what, body, flaw] of flaws) {
  test(`a JSON body ${what} is remarked on, and each InvalidFallbackBehavior decides as it says`, async () => {
    const of = (InvalidFallbackBehavior?: string) => looks(json({ InvalidFallbackBehavior }), post(body));
    for (const [behavior, matches] of [
      ['MATCH', true],
      ['NO_MATCH', false],
      ['EVALUATE_AS_STRING', true],
    ] as const) {
      const found = await of(behavior);
      assert.equal(found.matches, matches, behavior);
      assert.deepEqual(found.unread, [`body: ${flaw}`]);
      assert.ok(found.said.includes(`JsonBody ${flaw}`), found.said);
    }
    const readSoFar = await of();
    assert.equal(readSoFar.matches, body.startsWith('{"a":"evil",') || body.startsWith('{"a":"evil"}'));
    assert.deepEqual(readSoFar.unread, [`body: ${flaw}`]);
  });
}

test('a JSON body that is whole is not remarked on', async () => {
  const { unread, said } = await looks(json({ InvalidFallbackBehavior: 'MATCH' }), post('{"a":"b"}'));
  assert.equal(unread, null);
  assert.equal(said, 'Not true that JsonBody matches evil.');
});

const longBody = post(`{"a":"evil","b":"${'x'.repeat(16_384)}"}`);
const manyHeaders = ask({ headers: Array.from({ length: 402 }, (_, i) => (i % 2 === 0 ? 'X-A' : 'evil')) });
const oversized: [string, (handling: string) => object, CaseRequest, string][] = [
  [
    'Body',
    (OversizeHandling) => ({ Body: { OversizeHandling } }),
    longBody,
    'is longer than the 16384 bytes',
  ],
  ['JsonBody', (OversizeHandling) => json({ OversizeHandling }), longBody, 'is longer than the 16384 bytes'],
  ['Headers', (handling) => all('Headers', handling), manyHeaders, 'has more than the 200 of them'],
  [
    'Cookies',
    (handling) => all('Cookies', handling),
    having('Cookie', Array.from({ length: 201 }, () => 'a=evil').join('; ')),
    'has more than the 200 of them',
  ],
];
for (const [name, field, request, why] of oversized) {
  test(`an explanation says that ${name} is too large to be looked at whole, and what that counts as`, async () => {
    const outcomes = { CONTINUE: true, MATCH: true, NO_MATCH: false };
    for (const [handling, matches] of Object.entries(outcomes)) {
      const found = await looks(field(handling), request);
      assert.equal(found.matches, matches, handling);
      assert.ok(found.said.includes(`${name} ${why}`), `${handling}: ${found.said}`);
      assert.equal(found.said.includes('counts as'), handling !== 'CONTINUE', found.said);
    }
  });
}

test('an order of headers that is too long is told as that', async () => {
  const { matches, said } = await looks({ HeaderOrder: { OversizeHandling: 'MATCH' } }, manyHeaders);
  assert.equal(matches, true);
  assert.match(said, /^HeaderOrder has more than the 200 of them.*counts as a match\.$/);
});
