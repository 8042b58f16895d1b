import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange, TokenResponse } from '../../../../base/exchange.ts';
import { responseOf, type Standing } from './inspection.ts';
import { type Asking, answersOf } from './pages.ts';
import type { Tokens } from './tokens.ts';

/** What a rule with the action Captcha or Challenge asks of a request that it matches. */
export interface Demand {
  readonly action: 'CAPTCHA' | 'CHALLENGE';
  /** What comes of the request's token: with no failure, the request goes on. */
  check(x: Exchange): TokenResponse;
  /** The answer to a request that has not proved it: a page for browsers, and no body for all others. */
  refusal(x: Exchange): Decision;
}

/** Compiles the demand of a rule; its two answers are made here, once. `immunitySec` is the rule’s own. */
export function demandOf(
  asking: Asking,
  rule: { readonly id: string; readonly immunitySec: number | undefined },
  tokens: Tokens,
): Demand {
  const { action } = asking;
  const { page, plain } = answersOf(asking);
  const withPage = refuse('WAF_FILTERED', rule.id, page);
  const without = refuse('WAF_FILTERED', rule.id, plain);
  const immunitySec = rule.immunitySec ?? (action === 'CAPTCHA' ? tokens.captchaSec : tokens.challengeSec);
  return {
    action,
    check(x) {
      const standing = tokens.standing(x, action, immunitySec);
      const response = responseOf(standing, action, tokens.of(x));
      const step = x.trace?.open('token', action.toLowerCase(), rule.id);
      if (step !== undefined)
        x.trace!.close(step, {
          looked: { immunitySec, solvedAt: timeText(response.solvedAt) },
          outcome: response.failure === '' ? 'valid' : response.failure,
          because: because[standing],
        });
      return response;
    },
    refusal: (x) => (wantsPage(x) ? withPage : without),
  };
}

const because: Readonly<Record<Standing, string>> = {
  accepted: 'The token of the request proves it, so it goes on.',
  absent: 'The request has no token.',
  invalid: 'The token of the request is none of ours, or was changed.',
  domain_mismatch: 'The token of the request is for another domain.',
  not_solved: 'The token of the request does not say that it was solved.',
  expired: 'What the token proves was solved too long ago.',
};

const timeText = (seconds: number): string =>
  seconds === 0 ? 'never' : new Date(seconds * 1000).toISOString();

/** AWS WAF: a page goes to whoever accepts HTML. */
function wantsPage(x: Exchange): boolean {
  const accept = x.header('accept');
  return accept.includes('text/html') || accept.toLowerCase().includes('text/html');
}
