import { type Detector, type Finding, threshold } from './detect/finding.ts';
import type { LensSettings } from './lens.ts';
import { questionTest } from './question.ts';
import type { Test, WafGiven } from './statement.ts';

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
    asked: `holds what looks like ${xss ? 'script' : 'SQL'}`,
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
      const { family, score, context, what, from, to } = find(text)!;
      return {
        span: [from, to],
        looked: { family, score, context, what },
        because: `holds ${xss ? what : `SQL (tokens ${what})`} that would run in a ${context}`,
      };
    },
  });
}
