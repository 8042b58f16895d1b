import type { Caller } from '../../../../base/caller.ts';
import { type Claims, scopesOf } from './claims.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whom a verified token speaks of; made once for a token, and shared by its requests. */
export function callerOf(by: string, claims: Claims): Caller {
  return Object.freeze({
    by,
    principalId: text(claims.sub) || text(claims.client_id),
    context: Object.freeze({}),
    claims: Object.freeze(claims),
    scopes: Object.freeze(scopesOf(claims)),
    usageKey: '',
    iam: null,
  });
}
