/** What is wrong with a token: what the caller is told, and nothing more than that. */
export type Flaw =
  | 'missing'
  | 'several'
  | 'malformed'
  | 'header'
  | 'algorithm'
  | 'key'
  | 'signature'
  | 'claims'
  | 'issuer'
  | 'audience'
  | 'use'
  | 'expired'
  | 'early'
  | 'unencrypted'
  | 'encryption'
  | 'inactive'
  | 'binding'
  | 'proof'
  | 'nonce'
  | 'scope'
  | 'unavailable';

/** In words, as `error_description` says it (RFC 6750 section 3: no quotes, no backslashes). */
export const flawWords: Readonly<Record<Flaw, string>> = {
  missing: 'there is no token',
  several: 'there is more than one token',
  malformed: 'the token is not well formed',
  header: 'the token asks for something that is not done here',
  algorithm: 'the signing method of the token is not allowed',
  key: 'the key of the token is not known',
  signature: 'the signature of the token is wrong',
  claims: 'a claim of the token is missing or of the wrong type',
  issuer: 'the issuer of the token does not match',
  audience: 'the token does not have a valid audience',
  use: 'the token is of another kind',
  expired: 'the token has expired',
  early: 'the token is not valid yet',
  unencrypted: 'the token must be encrypted',
  encryption: 'the token cannot be decrypted',
  inactive: 'the token is not active',
  binding: 'the token is bound to a key that was not proved',
  proof: 'the proof of possession is missing or wrong',
  nonce: 'the proof of possession needs the nonce of the server',
  scope: 'the token has none of the scopes that are needed',
  unavailable: 'the token cannot be checked now',
};

export const isFlaw = (value: unknown): value is Flaw => typeof value === 'string';
