import type { LaidKey } from '../../guard/decide/authorize/tokens/stored-keys.ts';
import { type Jwk, publicPart } from './jwk.ts';
import type { KeyStore, StoredKey } from './store.ts';

/**
 * The keys of a name with a new one in front. Those before it decrypt on for `keepMs`, and not longer than they were
 * to; 0: no more at all.
 */
export function rotated(
  before: readonly StoredKey[],
  made: StoredKey,
  nowMs: number,
  keepMs: number,
): readonly StoredKey[] {
  const end = nowMs + keepMs;
  const older = before.map((key) => ({ ...key, until: Math.min(key.until ?? end, end) }));
  return [made, ...older.filter(({ until }) => until > nowMs)];
}

/** A store without the keys whose time is over; null when there are none. */
export function withoutEnded(store: KeyStore, nowMs: number): KeyStore | null {
  const lasts = ({ until }: StoredKey): boolean => until === null || until > nowMs;
  if ([...store.values()].flat().every(lasts)) return null;
  return new Map([...store].map(([name, keys]) => [name, keys.filter(lasts)]));
}

/** The key that tokens are encrypted to, as a set of one (RFC 7517 section 5). Throws for a secret. */
export const publicSet = ([newest]: readonly StoredKey[]): { readonly keys: readonly Jwk[] } => ({
  keys: [labelled(publicPart(newest!.jwk), newest!)],
});

/** The same of a secret, whole: who has it reads the tokens. */
export const secretSet = ([newest]: readonly StoredKey[]): { readonly keys: readonly Jwk[] } => ({
  keys: [labelled(newest!.jwk, newest!)],
});

const labelled = (jwk: Jwk, { kid, alg, enc }: StoredKey): Jwk => ({
  ...jwk,
  kid,
  use: 'enc',
  alg,
  ...(enc === '' ? {} : { enc }),
});

/** Keys as workers are handed them. */
export const laidOf = (keys: readonly StoredKey[]): LaidKey[] =>
  keys.map(({ kid, alg, enc, until, jwk }) => ({ kid, alg, enc, untilMs: until, jwk }));
