import { hash } from 'node:crypto';

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};

/** The thumbprint of a public JWK (RFC 7638), as base64url; null when a member is missing. */
export function thumbprint(jwk: Readonly<Record<string, unknown>>): string | null {
  const members = MEMBERS[String(jwk.kty)];
  if (members === undefined || members.some((name) => typeof jwk[name] !== 'string')) return null;
  const canonical = Object.fromEntries(members.map((name) => [name, jwk[name]]));
  return hash('sha256', JSON.stringify(canonical), 'base64url');
}
