import { attackName } from '../../../../base/attack-families.ts';
import { type Detector, type Finding, threshold } from '../detect/finding.ts';
import type { Test, WafGiven } from '../statement.ts';
import { shows, understood } from '../told/understood.ts';
import type { LensSettings } from './lens.ts';
import { questionTest } from './question.ts';

/** The test of a statement that asks a detector: true from the threshold of its sensitivity on. */
export function detectorTest(
  name: string,
  settings: LensSettings,
  given: WafGiven,
  detect: Detector,
  sensitivity: 'LOW' | 'HIGH',
): Test {
  const least = threshold[sensitivity];
  const xss = name === 'XssMatchStatement';
  const find = (text: string): Finding | null => {
    const finding = detect(text);
    return finding !== null && finding.score >= least ? finding : null;
  };
  return questionTest(name, settings, given, {
    test: (text) => find(text) !== null,
    asked: `shows ${attackName(xss ? 'xss' : 'sqli')}`,
    looked: xss ? {} : { sensitivity },
    finds: find,
    tells(_text, finding) {
      const { family, from, to } = finding!;
      return {
        condition: xss ? 'XSS' : 'SQL_INJECTION',
        sensitivity: xss ? '' : sensitivity,
        family,
        span: [from, to],
      };
    },
    shows(text) {
      const finding = find(text)!;
      return {
        span: [finding.from, finding.to],
        looked: understood(finding),
        because: shows(finding),
      };
    },
  });
}
