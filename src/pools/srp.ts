import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

// SRP-6a (RFC 5054) in the form that Cognito’s clients speak: the 3072-bit group of RFC 3526, SHA-256, numbers
// as big-endian two’s complement, a key of 16 bytes by HKDF, and a signature in the place of M1.
const N = BigInt(
  `0x${[
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74',
    '020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437',
    '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05',
    '98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB',
    '9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718',
    '3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33',
    'A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864',
    'D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2',
    '08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
  ].join('')}`,
);
const g = 2n;
const k = digest(bytes(N), bytes(g));

/** What a pool keeps of a password for SRP: not the password, but enough to check a proof of it. */
export interface Verifier {
  readonly salt: string;
  /** Hex, a colon, and the name that it was made with; hex alone was made with the user’s own name. */
  readonly verifier: string;
}

/** `pool` is the part of the pool’s id behind the `_`; `user` the name that the client is told to use. */
export function verifierOf(pool: string, user: string, password: string): Verifier {
  const salt = number(randomBytes(16));
  const made = power(g, privateKey(salt, pool, user, password)).toString(16);
  return { salt: salt.toString(16), verifier: `${made}:${user}` };
}

/** The name that a verifier was made with; '' when that is the user’s own. */
export function nameIn({ verifier }: Verifier): string {
  const colon = verifier.indexOf(':');
  return colon < 0 ? '' : verifier.slice(colon + 1);
}

const numberIn = ({ verifier }: Verifier): bigint => BigInt(`0x${/^[\da-f]+/.exec(verifier)![0]}`);

/** One authentication, between its two steps. */
export interface Exchange {
  readonly a: bigint;
  readonly b: bigint;
  readonly publicB: bigint;
  readonly secretBlock: Buffer;
}

/** Answers a client’s A; null when it is one that would give its key away (RFC 5054 2.5.4). */
export function answer(clientA: string, verifier: Verifier): Exchange | null {
  if (!/^[\da-f]{1,800}$/i.test(clientA)) return null;
  const a = BigInt(`0x${clientA}`);
  if (a % N === 0n) return null;
  const b = number(randomBytes(64)) % N;
  const publicB = (k * numberIn(verifier) + power(g, b)) % N;
  return { a, b, publicB, secretBlock: randomBytes(512) };
}

/** Whether the signature proves that the client knows the password. */
export function proves(
  exchange: Exchange,
  verifier: Verifier,
  pool: string,
  user: string,
  timestamp: string,
  signature: string,
): boolean {
  const u = digest(bytes(exchange.a), bytes(exchange.publicB));
  if (u === 0n) return false;
  const shared = power((exchange.a * power(numberIn(verifier), u)) % N, exchange.b);
  const key = hkdfSync('sha256', bytes(shared), bytes(u), 'Caldera Derived Key', 16);
  const expected = createHmac('sha256', Buffer.from(key))
    .update(pool)
    .update(user)
    .update(exchange.secretBlock)
    .update(timestamp)
    .digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * For a user who is not there: the same answer each time, from a secret, so that nobody finds out by asking twice. Its
 * verifier is the power of no key, since raising one would take longer than reading a user’s: nobody can tell that.
 */
export function nobodysVerifier(secret: Buffer, pool: string, user: string): Verifier {
  // Of any length, as a caller writes it; what keys are made with is bounded.
  const name = createHash('sha256').update(user).digest('base64');
  const of = (what: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `srp/${what}/${pool}/${name}`, length));
  return {
    salt: number(of('salt', 16)).toString(16),
    verifier: (number(of('key', 400)) % N).toString(16),
  };
}

/** What the name of a user who is not there is, where names are ids: the same each time. */
export function nobodysId(secret: Buffer, pool: string, user: string): string {
  const made = createHmac('sha256', secret).update(`sub/${pool}/${user}`).digest();
  made[6] = (made[6]! & 0x0f) | 0x40;
  made[8] = (made[8]! & 0x3f) | 0x80;
  return made.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const hex = (value: bigint): string => value.toString(16);

function privateKey(salt: bigint, pool: string, user: string, password: string): bigint {
  const inner = createHash('sha256').update(`${pool}${user}:${password}`).digest();
  return digest(bytes(salt), inner);
}

function digest(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return number(hash.digest());
}

function number(value: Buffer): bigint {
  return BigInt(`0x${value.toString('hex')}`);
}

/** Big-endian, with a zero in front where the first bit would be a sign. */
function bytes(value: bigint): Buffer {
  const text = value.toString(16);
  const even = text.length % 2 === 1 ? `0${text}` : text;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % N;
    factor = (factor * factor) % N;
  }
  return result;
}
