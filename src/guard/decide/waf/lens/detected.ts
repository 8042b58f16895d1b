import { parseAddress } from '../../../../base/address.ts';
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
  const bare = asItCame(settings);
  const find = bare === null ? found : (text: string) => found(text) ?? found(bare(text));
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

/**
 * How `X-Forwarded-For` is made as it came, of a field that has it; '' for what is surely another header. Its last
 * address is the gateway's own word: applications that want the first one cut it off.
 */
function asItCame({ FieldToMatch }: LensSettings): ((list: string) => string) | null {
  const { SingleHeader, Headers } = FieldToMatch as { SingleHeader?: { Name: string }; Headers?: object };
  const cut = (list: string): string => list.slice(0, Math.max(0, list.lastIndexOf(',')));
  if (SingleHeader?.Name.toLowerCase() === 'x-forwarded-for') return cut;
  if (Headers === undefined) return null;
  return (list) => (parseAddress(list.slice(list.lastIndexOf(',') + 1).trim()) === null ? '' : cut(list));
}
