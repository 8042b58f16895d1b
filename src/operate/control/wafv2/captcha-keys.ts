import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type CaptchaKey, keyDomainsShape } from '../../../define/model/captcha-key.ts';
import type { Definition } from '../../../define/model/definition.ts';
import { invalidParameter, limitsExceeded, nonexistent } from '../aws-error.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import { memberIn } from './member.ts';

/** Keys of a scope at most; AWS tells no number. */
const mostKeys = 100;
const keyBytes = 32;

/** The member that names a key, as AWS bounds it. */
export const captchaKeyText = z
  .string()
  .min(1)
  .max(2048)
  .regex(/.*\S.*/)
  .describe('The key, as it was made.');

/** The keys of a scope, in the order they were made. */
export const captchaKeysOf = (
  { captchaKeys = [] }: Definition,
  scope: CaptchaKey['scope'],
): readonly CaptchaKey[] => captchaKeys.filter((key) => key.scope === scope);

/** The key that is written so. Throws what AWS WAF answers when there is none. */
export function captchaKeyOf(definition: Definition, scope: CaptchaKey['scope'], text: string): CaptchaKey {
  const found = captchaKeysOf(definition, scope).find(({ key }) => key === text);
  if (found === undefined) throw nonexistent(`no API key of the scope ${scope} is written so`);
  return found;
}

/**
 * A new key for pages of some domains. Throws what AWS WAF answers to domains that cannot be, and to one key too many.
 */
export function newCaptchaKey(
  asked: { readonly Scope: CaptchaKey['scope']; readonly TokenDomains: readonly string[] },
  definition: Definition,
  nowMs: number,
): CaptchaKey {
  const { Scope: scope, TokenDomains } = asked;
  if (scope === 'CLOUDFRONT' && definition.settings.region !== 'us-east-1')
    throw invalidParameter('The scope is only there in us-east-1', 'SCOPE_VALUE', scope);
  if (captchaKeysOf(definition, scope).length >= mostKeys)
    throw limitsExceeded(`there can be ${mostKeys} API keys of a scope`);
  const domains = memberIn(keyDomainsShape, TokenDomains, ['TokenDomains']);
  const key = randomBytes(keyBytes).toString('hex');
  return {
    ...{ id: `aws-endpoint/captcha-key/${key.slice(0, 16)}`, origin: ENDPOINT, scope, key },
    tokenDomains: [...new Set(domains.map((domain) => domain.toLowerCase()))],
    createdAt: Math.floor(nowMs / 1000),
  };
}
