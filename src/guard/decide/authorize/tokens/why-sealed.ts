import type { DecryptKey } from './decrypt-key.ts';

const longest = 80;

/** A key as an explanation calls it, by its name and its `kid`. */
export const keyCalled = ({ name, kid, untilMs }: DecryptKey): string =>
  [name, kid, Number.isFinite(untilMs) ? `(until ${new Date(untilMs).toISOString()})` : '']
    .filter((part) => part !== '')
    .join(' ');

/** Several of them in a row. */
export const keysCalled = (keys: readonly DecryptKey[]): string => keys.map(keyCalled).join(', ');

/** Why none of the keys is for a token with such a header. `empty`: names of which the key store has no key. */
export function noKey(
  { alg, enc, kid }: Readonly<Record<string, unknown>>,
  keys: readonly DecryptKey[],
  empty: readonly string[],
): string {
  const lacking = empty.map((name) => `the key store has no key ${name}`);
  const named = keys.filter((key) => key.kid !== '' && key.kid === kid);
  if (named.length > 0) return [...named.map((key) => misused(key, alg, enc)), ...lacking].join('; ');
  const there = keys.map((key) => `${keyCalled(key)}${key.algorithm === '' ? '' : ` for ${key.algorithm}`}`);
  const what = kid === undefined ? `it is encrypted with ${alg}` : `it is encrypted to the key ${short(kid)}`;
  return [`${what}, and the keys here are ${there.join(', ') || 'none'}`, ...lacking].join('; ');
}

/** Why a key that a token names is not for it. */
function misused(key: DecryptKey, alg: unknown, enc: unknown): string {
  const of = key.encryption === '' ? key.algorithm || key.of : `${key.algorithm} with ${key.encryption}`;
  return `the key ${keyCalled(key)} is for ${of}, and the token has ${alg} with ${short(enc)}`;
}

/** What a caller wrote, in one line and of some length. */
function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
