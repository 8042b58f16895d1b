import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// OWASP’s recommendation for scrypt (2^17, 8, 1 or 2^15, 8, 3): here 32 MB and some 50 ms for each.
const cost = { N: 2 ** 15, r: 8, p: 3 };
const keyBytes = 32;
/** The most that a hash may ask for: 128 MB. */
const mostMemory = 128 * 1024 * 1024;
/** How many are computed at once, and how many wait: guessing must not take the memory of the gateway. */
const atOnce = 2;
const mostWaiting = 64;

/** Too many passwords wait to be looked at. */
export class TooManyPasswords extends Error {}

/** `scrypt$32768$8$3$salt$key`, the last two in base64. */
export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/**
 * Whether the password is the one that was hashed; '' is no password’s hash, and takes as long to find out.
 * Rejects with `TooManyPasswords` when more wait than may.
 */
export async function matchesHash(password: string, hash: string): Promise<boolean> {
  const { salt, key, ...options } = partsOf(hash === '' ? nobody : hash)!;
  const found = await derive(password, salt, options);
  return timingSafeEqual(found, key) && hash !== '';
}

/** Whether a text is a hash that can be looked at here. */
export const isHash = (text: string): boolean => partsOf(text) !== null;

const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function partsOf(hash: string): (Cost & { readonly salt: Buffer; readonly key: Buffer }) | null {
  const found =
    /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/]{8,128}={0,2})\$([A-Za-z0-9+/]{43}=)$/.exec(
      hash,
    );
  if (found === null) return null;
  const [N, r, p] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPower || r < 1 || p < 1 || p > 16 || 128 * N * r > mostMemory) return null;
  return { N, r, p, salt: Buffer.from(found[4]!, 'base64'), key: Buffer.from(found[5]!, 'base64') };
}

let running = 0;
const queue: (() => void)[] = [];

async function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  if (running >= atOnce) {
    if (queue.length >= mostWaiting) throw new TooManyPasswords('too many passwords wait to be looked at');
    await new Promise<void>((resolve) => queue.push(resolve));
  } else running++;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, keyBytes, { N, r, p, maxmem: 2 * mostMemory }, (fault, key) =>
        fault === null ? resolve(key) : reject(fault),
      );
    });
  } finally {
    // Whoever waits takes the place over; nobody else can come between.
    const next = queue.shift();
    if (next === undefined) running--;
    else next();
  }
}
