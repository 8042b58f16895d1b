import type { Exchange } from '../../../../base/exchange.ts';
import type { Said } from '../../../../base/trace.ts';
import type { Verdict } from '../authorizer.ts';
import type { ReadIdentity } from './identity.ts';

/** What an explanation says of an authorizer that is a function: which identity there was, and never what it is. */
export function said(
  x: Exchange,
  verdict: Verdict,
  sources: readonly (readonly [string, ReadIdentity])[],
): Said {
  const looked = Object.fromEntries(sources.map(([text, read]) => [text, countOf(read(x).length)]));
  if (typeof verdict === 'string')
    return {
      looked,
      outcome: 'not asked',
      because:
        'The function would be asked now; in an explanation it is not. What follows holds if it lets the caller pass.',
    };
  const missing = Object.values(looked).includes('missing');
  return {
    looked,
    outcome: `refuse ${verdict.reason}`,
    because: missing
      ? 'An identity that the authorizer needs is missing; the function would not be asked.'
      : 'The token is not one, or not of the form that is asked for; the function would not be asked.',
  };
}

const countOf = (values: number): string =>
  values === 0 ? 'missing' : values === 1 ? 'there' : `there ${values} times`;
