import { attackName } from '../../../../base/attack-families.ts';
import type { Looked } from '../../../../base/trace.ts';
import type { Finding } from '../detect/finding.ts';
import { spelled } from '../detect/sql/fingerprint.ts';

/** What a detector made of a text, for a trace: the family, how sure, the context and the construct. */
export function understood({ family, score, context, what }: Finding): Looked {
  const common: Looked = { family, score, context };
  return family === 'sqli'
    ? { ...common, fingerprint: what, tokens: spelled(what) }
    : { ...common, construct: what };
}

/** The end of a sentence that says the same: `shows SQL injection: tokens s&s=o (context: single-quoted string)`. */
export function shows({ family, context, what }: Finding): string {
  const seen = family === 'sqli' ? `tokens ${what}` : what;
  return `shows ${attackName(family)}: ${seen} (context: ${context})`;
}
