import { textOfRegular } from '../../../../base/regular-file.ts';
import type { Given } from '../../given.ts';
import { publicAlgorithms, secretAlgorithms } from './algorithms.ts';
import { objectIn } from './base64url.ts';
import { audiencesOf } from './common.ts';
import { Decrypter } from './decrypt.ts';
import { type DecryptKey, decryptKeys } from './decrypt-key.ts';
import { FixedKeys, type KeySet, remoteKeys } from './key-set.ts';
import type { JwtSettings } from './settings.ts';
import { StoredKeys } from './stored-keys.ts';
import { type TrustedIssuer, Verifier } from './verifier.ts';
import { publicKeys, secretKey } from './verify-key.ts';

/** What `typ` is of an ordinary token (RFC 7519 5.1, RFC 9068 2.1). */
export const ordinaryTypes = ['', 'jwt', 'at+jwt'] as const;

/** The verifier that an authorizer for JWTs asks. Throws an `Error` for files that cannot be used. */
export function jwtVerifier(settings: JwtSettings, by: string, given: Given): Verifier {
  const secret = secretOf(settings.secretFile, settings.secretEnv);
  const algorithms = settings.algorithms ?? (secret === null ? publicAlgorithms : ['HS256']);
  if (secret !== null) checkSecret(secret, algorithms);
  const issuer: TrustedIssuer = {
    issuer: settings.issuer ?? '',
    audiences: audiencesOf(settings.audience),
    skewMs: settings.clockSkewSeconds * 1000,
    keys: secret === null ? keysOf(settings, given) : new FixedKeys([secretKey(secret, '')]),
    algorithms: new Set(algorithms),
    types: new Set([
      ...ordinaryTypes,
      ...settings.types.map((type) => type.toLowerCase().replace(/^application\//, '')),
    ]),
    check: () => null,
  };
  const { encryption } = settings;
  const decrypter =
    encryption === undefined
      ? null
      : new Decrypter(
          (encryption.keyFiles ?? []).flatMap((file) => keysIn(file)),
          [...new Set(encryption.keys)].map((name) => new StoredKeys(name, given.cells)),
        );
  return new Verifier({
    by,
    clock: given.clock,
    issuers: [issuer],
    decrypter,
    mustEncrypt: encryption?.required === true,
    tracing: given.tracing,
  });
}

function keysOf(settings: JwtSettings, { clock, fetch, cells }: Given): KeySet {
  const { issuer = '', jwksUri = '', jwksFile, keysHardCapHours } = settings;
  if (jwksFile === undefined)
    return remoteKeys({ issuer, jwksUri, hardCapMs: keysHardCapHours * 3_600_000, clock, fetch, cells });
  const keys = objectIn(textOfRegular(jwksFile))?.keys;
  const found = Array.isArray(keys) ? publicKeys(keys) : [];
  if (found.length === 0) throw new Error(`${jwksFile} holds no set with a public key that can be used`);
  return new FixedKeys(found);
}

function keysIn(file: string): DecryptKey[] {
  try {
    return decryptKeys(textOfRegular(file), file);
  } catch (fault) {
    throw new Error(`${file} ${(fault as Error).message}`);
  }
}

/** A secret from a file or the environment; null when neither is named. */
export function secretOf(file: string | undefined, variable: string | undefined): Buffer | null {
  if (file !== undefined) return Buffer.from(textOfRegular(file).replace(/\r?\n$/, ''));
  if (variable === undefined) return null;
  const secret = process.env[variable] ?? '';
  if (secret === '') throw new Error(`the environment variable ${variable} is not set`);
  return Buffer.from(secret);
}

function checkSecret(secret: Buffer, algorithms: readonly string[]): void {
  const least = Math.max(...algorithms.map((name) => secretAlgorithms[name] ?? 0));
  if (secret.length < least)
    throw new Error(`the secret has ${secret.length} bytes, and ${algorithms.join(', ')} must have ${least}`);
}
