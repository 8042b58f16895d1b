import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MatchDetail } from '../../src/base/match-detail.ts';
import { dataProtectionShape } from '../../src/define/model/data-protection.ts';
import { foundBlock, readFoundBlock } from '../../src/guard/record/found.ts';
import { protectionOf } from '../../src/observe/waf/masks.ts';
import { guarded } from '../../src/observe/waf/protect.ts';
import { explanationLines } from '../../src/operate/cli/explanation.ts';
import { paint } from '../../src/operate/cli/terminal.ts';
import { event, waf } from '../units/observe/event.ts';

const text = fc.string({ maxLength: 60, unit: 'binary' });
const line = text.map((t) => t.replaceAll('\n', ' '));
const detail: fc.Arbitrary<MatchDetail> = fc.record(
  {
    rule: line,
    within: line,
    condition: fc.constantFrom('SQL_INJECTION', 'XSS', 'REGEX', 'ATTACK'),
    sensitivity: fc.constantFrom('', 'LOW', 'HIGH'),
    location: fc.constantFrom('HEADER', 'BODY', 'COOKIE', 'ALL_QUERY_ARGS', 'UNKNOWN'),
    field: line,
    family: line,
    data: fc.array(line, { maxLength: 5 }),
  },
  { noNullPrototype: true },
);

test('what rules found comes out of its block as it went in, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(detail, { maxLength: 8 }), fc.array(line, { maxLength: 4 }), (details, unread) => {
      const block = foundBlock(waf({ details }), unread);
      assert.ok(block.length <= 8_192);
      const read = readFoundBlock(block);
      assert.deepEqual(read.details, details);
      assert.deepEqual(read.unread, unread);
    }),
    { numRuns: 500 },
  );
});

const secret = 'Sup3rS3cretV4lue';
const protection = protectionOf(
  dataProtectionShape.parse({
    DataProtections: [
      { Field: { FieldType: 'SINGLE_QUERY_ARGUMENT', FieldKeys: ['password'] }, Action: 'HASH' },
      { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['x-token', 'user-agent'] }, Action: 'SUBSTITUTION' },
      { Field: { FieldType: 'SINGLE_COOKIE', FieldKeys: ['session'] }, Action: 'HASH' },
      { Field: { FieldType: 'BODY' }, Action: 'SUBSTITUTION' },
    ],
  }),
);
/** The name with some of its letters written as `%70`, in any case. */
const written = (name: string) =>
  fc
    .array(fc.constantFrom(0, 1, 2), { minLength: name.length, maxLength: name.length })
    .map((how) =>
      [...name]
        .map((c, i) =>
          how[i] === 0 ? c : how[i] === 1 ? c.toUpperCase() : `%${c.charCodeAt(0).toString(16)}`,
        )
        .join(''),
    );

test('a protected value is nowhere in what is kept, however its name is written and whatever stands around it', () => {
  fc.assert(
    fc.property(
      written('password'),
      fc.array(text, { maxLength: 4 }),
      fc.constantFrom('&', ';'),
      fc.constantFrom('BODY', 'COOKIE', 'ALL_QUERY_ARGS', 'QUERY_STRING', 'UNKNOWN', 'SINGLE_QUERY_ARG'),
      fc.nat(4),
      (name, others, sign, location, place) => {
        const parts = [...others];
        parts.splice(place, 0, `${name}=${secret}`);
        const e = event({
          query: parts.join(sign),
          userAgent: secret,
          headers: ['X-Token', secret, 'Cookie', `a=${secret}; session=${secret};b`, 'AUTHORIZATION', secret],
          waf: waf({
            details: [
              {
                ...{ rule: 'r', within: '', condition: 'ATTACK', sensitivity: '', location },
                ...{ field: 'f', family: '', data: [secret] },
              },
            ],
          }),
        });
        assert.ok(!JSON.stringify(guarded(e, protection, () => null)).includes(secret));
      },
    ),
    { numRuns: 1_000 },
  );
});

test('nothing that was sent steers the terminal of whoever asks for an explanation', () => {
  fc.assert(
    fc.property(text, text, text, (target, value, because) => {
      const step = {
        ...{ what: 'statement', name: value, id: '', outcome: 'match', at: '', because },
        looked: { value, match: `«${value}»`, name: target },
        steps: [],
      };
      const lines = explanationLines(
        {
          request: { method: 'GET', target, client: '192.0.2.1' },
          decision: { action: 'pass', reason: '', by: '', at: '' },
          answer: null,
          labels: [],
          waf: null,
          steps: [step],
          remarks: [because],
        },
        paint(false),
      );
      for (const one of lines)
        assert.doesNotMatch(one, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 500 },
  );
});
