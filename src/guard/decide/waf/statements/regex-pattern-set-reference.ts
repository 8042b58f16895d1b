import { z } from 'zod';
import { gateOfTexts } from '../gates/gate.ts';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { questionTest, short } from '../lens/question.ts';
import { statement } from '../statement.ts';
import { compileRegex, partOf } from '../texts/regex.ts';

/** True when the field has a place that one of the set’s expressions matches. */
export default statement({
  name: 'RegexPatternSetReferenceStatement',
  shape: lensShape({
    members: { ARN: z.string().min(1).describe('Which set, by its ARN.') },
  }).describe('True when the field has a place that one of the set’s expressions matches.'),
  capacity: (settings) => lensCapacity(settings, 25),
  gate(settings, given) {
    const patterns = given.patterns(settings.ARN);
    return patterns.length === 0 ? [] : gateOfTexts(given.lens(settings), compileRegex(...patterns).literals);
  },
  compile(settings, given) {
    const patterns = given.patterns(settings.ARN);
    // All of them together are one automaton: each byte is looked at once.
    const regex = patterns.length === 0 ? null : compileRegex(...patterns);
    return questionTest('RegexPatternSetReferenceStatement', settings, given, {
      test: (text) => regex?.test(text) === true,
      asked: `matches one of ${patterns.length} expressions of the set`,
      looked: { set: settings.ARN },
      tells: (text) => ({ condition: 'REGEX', span: partOf(regex!, text) }),
      shows: (text) => {
        const pattern = patterns.find((p) => compileRegex(p).test(text)) ?? '';
        return {
          span: compileRegex(pattern).find(text),
          looked: { pattern: short(pattern) },
          because: `matches ${short(pattern)}`,
        };
      },
    });
  },
});
