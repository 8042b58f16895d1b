import { z } from 'zod';
import { compileRegex, whyRefused } from '../../../../base/regex/regex.ts';
import type { Given } from '../../given.ts';
import { type AuthorizerAt, authorizer, type Compiled } from '../authorizer.ts';
import { headerSource } from '../lambda/settings.ts';
import { asking, unauthorized, unavailable } from '../tokens/asking.ts';
import type { Claims } from '../tokens/claims.ts';
import type { Flaw } from '../tokens/flaw.ts';
import { ordinaryTypes } from '../tokens/jwt.ts';
import { FixedKeys, type KeySet, remoteKeys } from '../tokens/key-set.ts';
import { type TrustedIssuer, Verifier } from '../tokens/verifier.ts';
import { publicKeys } from '../tokens/verify-key.ts';

/** How long known keys of a pool in AWS serve on while it cannot be reached. */
const HARD_CAP_MS = 24 * 3_600_000;
const POOL = /^arn:[\w-]+:cognito-idp:([\w-]+):\d{12}:userpool\/([\w-]+_[A-Za-z0-9]+)$/;

const whole = (expression: string): string => `\\A(?:${expression})\\z`;

/** Takes tokens of user pools: those that run here, and those in AWS. */
export default authorizer({
  name: 'COGNITO_USER_POOLS',
  shape: z
    .strictObject({
      pools: z
        .array(z.string().regex(POOL, 'must be the ARN of a user pool'))
        .min(1)
        .describe('The user pools, by their ARNs.'),
      identitySource: headerSource.default('method.request.header.Authorization'),
      validationExpression: z
        .string()
        .default('')
        .superRefine((expression, context) => {
          const why = expression === '' ? null : (whyRefused(expression) ?? whyRefused(whole(expression)));
          if (why !== null) context.addIssue({ code: 'custom', message: `cannot be used: ${why}` });
        })
        .describe(
          'A regular expression that the application a token is for (`aud`, `client_id`) must match whole.',
        ),
    })
    .describe('Tokens of user pools.'),
  compile(settings, at, given) {
    const expression =
      settings.validationExpression === '' ? null : compileRegex(whole(settings.validationExpression));
    // Methods with scopes take access tokens, methods without them id tokens: two verifiers, each its own cache.
    const forUse = (use: 'id' | 'access'): Compiled => {
      const check = ({ token_use, aud, client_id }: Claims): Flaw | null => {
        if (token_use !== use) return 'use';
        const client = use === 'id' ? aud : client_id;
        if (expression === null) return null;
        return typeof client === 'string' && expression.test(client) ? null : 'audience';
      };
      const issuers = settings.pools.map((arn) => poolIssuer(arn, check, given));
      return compiled(
        new Verifier({ by: at.by, clock: given.clock, issuers, decrypter: null, mustEncrypt: false }),
        settings.identitySource,
        at,
        given,
      );
    };
    const [id, access] = [forUse('id'), forUse('access')];
    return {
      of: (site) => ((site.method?.authorizationScopes ?? []).length > 0 ? access : id).of(site),
      say: (x, verdict) => {
        const said = id.say!(x, verdict);
        return said.because === '' ? access.say!(x, verdict) : said;
      },
    };
  },
});

function compiled(check: Verifier, identitySource: string, at: AuthorizerAt, given: Given): Compiled {
  // API Gateway says nothing of RFC 6750 here, and answers scopes that are missing like any other flaw.
  const refusal = (flaw: Flaw) =>
    flaw === 'unavailable'
      ? unavailable(at.by)
      : unauthorized(at.by, [], flaw === 'expired' ? 'The incoming token has expired' : '');
  const binding = { proofs: null, mustProve: false, mustBind: false };
  return asking({ identitySource, check, binding, nonces: null, refusal }, at, given);
}

/** A pool that runs here is known with its keys; any other is asked for them where AWS has it. */
function poolIssuer(
  arn: string,
  check: TrustedIssuer['check'],
  { definition, clock, fetch, cells }: Given,
): TrustedIssuer {
  const local = definition.userPools.find((pool) => pool.arn === arn);
  const [, region, poolId] = POOL.exec(arn)!;
  const remote = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  const keys: KeySet =
    local === undefined
      ? remoteKeys({
          issuer: remote,
          jwksUri: `${remote}/.well-known/jwks.json`,
          hardCapMs: HARD_CAP_MS,
          clock,
          fetch,
          cells,
        })
      : new FixedKeys(publicKeys(local.keys));
  return {
    // A pool that has not been started signs nothing: no issuer is called that.
    issuer: local === undefined ? remote : local.issuer || arn,
    audiences: [],
    skewMs: 0,
    keys,
    algorithms: new Set(['RS256']),
    types: new Set(ordinaryTypes),
    check,
  };
}
