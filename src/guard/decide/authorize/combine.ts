import type { Effect } from './policy/policy.ts';

/** How a call ends when a caller's own policy and the API's are put together; who decided it. */
export type Combined = 'allow' | 'caller denies' | 'api denies' | 'caller is silent' | 'api is silent';

/**
 * Combines what the policy of an authorizer or an identity says with what the resource policy says ("How API
 * Gateway resource policies affect authorization workflow"). Where `both` are asked for, both must allow (Table
 * B, callers of another account); otherwise one is enough (Table A). A deny goes before everything.
 */
export function combine(own: Effect, api: Effect, asked: 'one' | 'both'): Combined {
  if (own === 'deny') return 'caller denies';
  if (api === 'deny') return 'api denies';
  if (asked === 'one') return own === 'allow' || api === 'allow' ? 'allow' : 'caller is silent';
  if (own !== 'allow') return 'caller is silent';
  return api === 'allow' ? 'allow' : 'api is silent';
}
