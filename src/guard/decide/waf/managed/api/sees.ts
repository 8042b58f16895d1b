import type { Exchange } from '../../../../../base/exchange.ts';
import type { Looked } from '../../../../../base/trace.ts';
import { traced } from '../../../../../base/traced.ts';
import { short } from '../../lens/question.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { piecesOf } from '../../told/told.ts';

/** What a rule found that no detector of single texts knows. */
export interface Seen {
  /** In the words of AWS WAF’s log: `HEADER`, `ALL_QUERY_ARGS`, `BODY`, `URI`, `METHOD`, `UNKNOWN`. */
  readonly location: string;
  /** The header or the argument; '' when it has no name. */
  readonly field: string;
  readonly family: string;
  /** What was sent that shows it. */
  readonly text: string;
  /** As it follows `The request`: `has 40 aliases where 30 are allowed`. */
  readonly because: string;
  readonly score?: number;
}

/** The test of a rule that finds things of its own; `none` says in a trace that it found nothing. */
export function sees(given: WafGiven, name: string, none: string, find: (x: Exchange) => Seen | null): Test {
  given.tells((x) => {
    const seen = find(x);
    if (seen === null) return null;
    const { location, field, family, text } = seen;
    return { condition: 'ATTACK', sensitivity: '', location, field, family, data: piecesOf(text, null) };
  });
  return traced(
    given.tracing,
    'inspection',
    name,
    '',
    (x) => find(x) !== null,
    (x) => {
      const seen = find(x);
      if (seen === null) return { looked: {}, outcome: 'no match', because: none };
      const { location, field, family, text, score } = seen;
      const looked: Looked = {
        location,
        ...(field === '' ? {} : { name: short(field) }),
        value: short(text),
        family,
        ...(score === undefined ? {} : { score }),
      };
      return { looked, outcome: 'match', because: `The request ${seen.because}.` };
    },
  );
}
