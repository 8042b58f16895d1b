import type { Exchange, TokenFailure, TokenResponse } from '../../../../base/exchange.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import { eachCookie } from '../parts/each-cookie.ts';
import { counts, hostOf } from './domain.ts';
import type { TokenKeys } from './keys.ts';
import { readToken, type Token } from './token.ts';

/** What is found of a request's token, whatever is asked of it later. */
export interface Inspected {
  readonly found: 'absent' | 'invalid' | 'domain_mismatch' | 'ours';
  /** Null unless its seal is good. */
  readonly token: Token | null;
}

export const cookieName = 'aws-waf-token';
/** For clients that keep no cookies; looked at first. */
const headerName = 'x-aws-waf-token';

/** How long what was solved counts where nothing else is said, in seconds. */
export const usualImmunitySec = 300;
/** Clocks of several nodes may be apart by so much. */
const skewSec = 60;
/**
 * Cookies of the name that are looked at from either end: neighbour domains may have set some that are none of ours, and
 * browsers put those with longer paths in front.
 */
const mostCookies = 3;

const absent: Inspected = Object.freeze({ found: 'absent', token: null });
const invalid: Inspected = Object.freeze({ found: 'invalid', token: null });

/**
 * Looks for the token of a request: in its header, or else in the first and last cookies of the name one that is good.
 */
export function inspected(x: Exchange, acl: Pick<WebAcl, 'tokenDomains'>, keys: TokenKeys): Inspected {
  const header = x.header(headerName);
  if (header !== '') return judged(header, x, acl, keys);
  let best = absent;
  let seen = 0;
  const last: (string | undefined)[] = [];
  eachCookie(x.headers, (name, value) => {
    if (name !== cookieName) return true;
    if (++seen > mostCookies) {
      last[seen % mostCookies] = value;
      return true;
    }
    best = better(best, judged(value, x, acl, keys));
    return best.found !== 'ours';
  });
  for (const value of last) {
    if (best.found === 'ours') break;
    if (value !== undefined) best = better(best, judged(value, x, acl, keys));
  }
  return best;
}

const better = (best: Inspected, found: Inspected): Inspected =>
  found.found === 'ours' || best.token === null ? found : best;

function judged(text: string, x: Exchange, acl: Pick<WebAcl, 'tokenDomains'>, keys: TokenKeys): Inspected {
  const token = readToken(text, keys);
  if (token === null) return invalid;
  const here = counts(token.domain, hostOf(x), acl.tokenDomains ?? []);
  return { found: here ? 'ours' : 'domain_mismatch', token };
}

/** How a token stands to what is asked of it. */
export type Standing = 'accepted' | 'absent' | 'invalid' | 'domain_mismatch' | 'not_solved' | 'expired';

/** Whether what a request’s token proves has been solved, and not longer ago than counts. Times in seconds. */
export function standing(
  { found, token }: Inspected,
  of: 'CAPTCHA' | 'CHALLENGE',
  immunitySec: number,
  nowSec: number,
): Standing {
  if (found !== 'ours') return found;
  const at = of === 'CAPTCHA' ? token!.solvedAt : token!.challengedAt;
  if (at === 0) return 'not_solved';
  const age = nowSec - at;
  return age < immunitySec && age >= -skewSec ? 'accepted' : 'expired';
}

/** What the WAF log says of a standing. */
export function responseOf(
  standing: Standing,
  of: 'CAPTCHA' | 'CHALLENGE',
  { token }: Inspected,
): TokenResponse {
  const solvedAt = token === null ? 0 : of === 'CAPTCHA' ? token.solvedAt : token.challengedAt;
  return { solvedAt, failure: failures[standing] };
}

const failures: Readonly<Record<Standing, TokenFailure>> = {
  accepted: '',
  absent: 'TOKEN_MISSING',
  not_solved: 'TOKEN_MISSING',
  invalid: 'TOKEN_INVALID',
  domain_mismatch: 'TOKEN_DOMAIN_MISMATCH',
  expired: 'TOKEN_EXPIRED',
};

/** The labels that tell how a token stands, by their namespace. */
export function labelsOf(namespace: 'token' | 'captcha', standing: Standing): readonly string[] {
  return standingLabels[namespace][standing];
}

const written = (namespace: string): Readonly<Record<Standing, readonly string[]>> => {
  const root = `awswaf:managed:${namespace}:`;
  const rejected = (why: string): readonly string[] => [`${root}rejected`, `${root}rejected:${why}`];
  return {
    accepted: [`${root}accepted`],
    absent: [`${root}absent`],
    invalid: rejected('invalid'),
    domain_mismatch: rejected('domain_mismatch'),
    not_solved: rejected('not_solved'),
    expired: rejected('expired'),
  };
};
const standingLabels = { token: written('token'), captcha: written('captcha') };
