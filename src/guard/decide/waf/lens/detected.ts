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
  const found = (text: string): Finding | null => {
    const finding = detect(text);
    return finding !== null && finding.score >= least ? finding : null;
  };
  const find = isForwardedFor(settings) ? (text: string) => found(text) ?? found(asItCame(text)) : found;
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

const isForwardedFor = ({ FieldToMatch }: LensSettings): boolean =>
  (FieldToMatch as { SingleHeader?: { Name: string } }).SingleHeader?.Name.toLowerCase() ===
  'x-forwarded-for';

/** A list without its last address, which is the gateway's own word: applications that want the first one cut it off. */
const asItCame = (list: string): string => list.slice(0, Math.max(0, list.lastIndexOf(',')));
