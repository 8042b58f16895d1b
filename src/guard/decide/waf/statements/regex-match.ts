import { gateOfTexts } from '../gates/gate.ts';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { questionTest, short } from '../lens/question.ts';
import { statement } from '../statement.ts';
import { compileRegex, partOf, patternShape } from '../texts/regex.ts';

/** True when the field has a place that the expression matches. */
export default statement({
  name: 'RegexMatchStatement',
  shape: lensShape({
    members: { RegexString: patternShape.describe('The expression; it looks anywhere in the field.') },
  }).describe('True when the field has a place that the expression matches.'),
  capacity: (settings) => lensCapacity(settings, 3),
  gate: (settings, given) => gateOfTexts(given.lens(settings), compileRegex(settings.RegexString).literals),
  compile(settings, given) {
    const { RegexString } = settings;
    const regex = compileRegex(RegexString);
    return questionTest('RegexMatchStatement', settings, given, {
      test: (text) => regex.test(text),
      asked: `matches ${short(RegexString)}`,
      looked: { pattern: short(RegexString) },
      shows: (text) => ({ span: regex.find(text) }),
      tells: (text) => ({ condition: 'REGEX', span: partOf(regex, text) }),
    });
  },
});
