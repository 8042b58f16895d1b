import type { Exchange } from '../../../../base/exchange.ts';
import { traced } from '../../../../base/traced.ts';
import { short } from '../lens/question.ts';
import type { Test, WafGiven } from '../statement.ts';

/**
 * The test of a rule that looks at a part of the head as it came. `read` gives what a trace shows of it; `means` what
 * that is, for a request that matches and for one that does not.
 */
export const headTest = (
  given: WafGiven,
  what: string,
  read: (x: Exchange) => string | number,
  test: (x: Exchange) => boolean,
  means: readonly [string, string],
): Test =>
  traced(given.tracing, 'inspection', what, '', test, (x, matched) => {
    const found = read(x);
    const shown = typeof found === 'string' ? short(found) : found;
    return {
      looked: { [what]: shown },
      outcome: matched === true ? 'match' : 'no match',
      because: `The ${what} is ${JSON.stringify(shown)}, which is ${means[matched === true ? 0 : 1]}.`,
    };
  });

/** The test of a rule that bounds how long a part of a request may be, in bytes. */
export const longerThan = (
  given: WafGiven,
  what: string,
  most: number,
  length: (x: Exchange) => number,
): Test =>
  traced(
    given.tracing,
    'inspection',
    what,
    '',
    (x) => length(x) > most,
    (x, matched) => ({
      looked: { bytes: length(x), most },
      outcome: matched === true ? 'match' : 'no match',
      because: `The ${what} has ${length(x)} ${length(x) === 1 ? 'byte' : 'bytes'}, and ${most} are allowed.`,
    }),
  );
