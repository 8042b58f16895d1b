import type { Exchange } from '../../../../base/exchange.ts';
import type { Looked, Said } from '../../../../base/trace.ts';
import type { Verdict } from '../authorizer.ts';
import { claimOf } from './claim.ts';

/** What an explanation says of a signature: who signed, what for, and what came of it. */
export function saidOf(x: Exchange, verdict: Verdict): Said {
  const claim = claimOf(x);
  const looked: Looked =
    claim === null || typeof claim === 'string'
      ? {}
      : {
          accessKey: claim.keyId,
          scope: claim.scope.join('/'),
          date: claim.date,
          signedHeaders: claim.signedHeaders.join(';'),
        };
  if (typeof verdict !== 'string')
    return { looked, outcome: `refuse ${verdict.reason}`, because: becauseOf(x, claim === null) };
  return {
    looked: { ...looked, user: x.caller?.iam?.userArn ?? '' },
    outcome: verdict,
    because: BECAUSE[verdict],
  };
}

const becauseOf = (x: Exchange, unsigned: boolean): string =>
  unsigned ? 'The request is not signed.' : x.complaint || 'The signature is not that of this request.';

const BECAUSE = {
  known: 'The signature is good.',
  allow: 'The signature is good, and a policy of the identity allows the call.',
  deny: 'The signature is good, and a policy of the identity denies the call explicitly.',
  neither: 'The signature is good; no policy of the identity speaks of the call.',
} as const;
