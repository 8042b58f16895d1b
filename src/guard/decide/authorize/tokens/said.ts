import type { Looked, Said } from '../../../../base/trace.ts';
import type { Verdict } from '../authorizer.ts';
import { decodedObject } from './base64url.ts';
import type { Known, TokenCheck } from './check.ts';
import { type Flaw, flawWords, isFlaw } from './flaw.ts';
import { presentedIn } from './presented.ts';

/**
 * What an explanation says of a token: what it claims to be, what decrypted it, and what came of it. Never the token
 * itself.
 */
export function saidOf(
  values: readonly string[],
  outcome: Known | Flaw | undefined,
  verdict: Verdict,
  check: TokenCheck,
): Said {
  const token = values.length === 1 ? (presentedIn(values[0]!)?.token ?? '') : '';
  const told = check.told?.(token);
  const parts = token.split('.');
  const header = decodedObject(parts[0] ?? '') ?? {};
  const claims =
    outcome !== undefined && !isFlaw(outcome) ? outcome.claims : (decodedObject(parts[1] ?? '') ?? {});
  const looked: Looked = {
    ...short('alg', header.alg),
    ...short('enc', header.enc),
    ...short('kid', header.kid),
    ...(told === undefined || told.by === '' ? {} : { decryptedBy: told.by }),
    ...short('typ', header.typ),
    ...short('iss', claims.iss),
    ...short('aud', claims.aud),
    ...short('client_id', claims.client_id),
    ...short('sub', claims.sub),
    ...short('scope', claims.scope ?? claims.scp),
    ...(typeof claims.exp === 'number' ? { exp: dated(claims.exp) } : {}),
  };
  const refused = typeof verdict !== 'string';
  return {
    looked,
    outcome: refused ? `refuse ${verdict.reason}` : 'known',
    because:
      outcome === undefined
        ? ''
        : isFlaw(outcome)
          ? flawSaid(outcome, detailOf(outcome, check.failing, told?.why ?? ''))
          : `The token holds, and speaks of ${outcome.caller.principalId || 'nobody by name'}.`,
  };
}

const detailOf = (flaw: Flaw, failing: string, why: string): string =>
  flaw === 'unavailable' ? failing : why;

function flawSaid(flaw: Flaw, detail: string): string {
  const words = flawWords[flaw];
  return `${words[0]!.toUpperCase()}${words.slice(1)}${detail === '' ? '' : `: ${detail}`}.`;
}

const longest = 120;

function short(name: string, value: unknown): Looked {
  if (value === undefined || value === null) return {};
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { [name]: text.length > longest ? `${text.slice(0, longest)}…` : text };
}

function dated(seconds: number): string {
  const ms = seconds * 1000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(seconds);
}
