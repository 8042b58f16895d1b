import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordPolicy } from '../define/model/user-pool.ts';
import { Refusal } from './refusal.ts';

// OWASP’s recommendation for scrypt (2^17, 8, 1 or 2^15, 8, 3): here 32 MB and some 50 ms for each.
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;
/** How many are computed at once, and how many wait: guessing must not take the memory of the gateway. */
const atOnce = 2;
const waiting = 64;

/** `scrypt$32768$8$3$salt$key` */
export async function hashed(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Whether the password is the one that was hashed; '' is no password’s hash, and takes as long to find out. */
export async function matches(password: string, hash: string): Promise<boolean> {
  const [, n, r, p, salt, key] = (hash === '' ? nobody : hash).split('$');
  const expected = Buffer.from(key!, 'base64');
  const options = { ...cost, N: Number(n), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt!, 'base64'), options);
  return timingSafeEqual(found, expected) && hash !== '';
}

const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;

let running = 0;
const queue: (() => void)[] = [];

async function derive(password: string, salt: Buffer, options: typeof cost): Promise<Buffer> {
  if (running >= atOnce) {
    if (queue.length >= waiting) throw new Refusal('TooManyRequestsException', 'Rate exceeded');
    await new Promise<void>((resolve) => queue.push(resolve));
  }
  running++;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, keyBytes, options, (fault, key) =>
        fault === null ? resolve(key) : reject(fault),
      );
    });
  } finally {
    running--;
    queue.shift()?.();
  }
}

const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+ -]/;

/** Throws when a password is not what the policy asks for. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const wrong = (why: string): Refusal =>
    new Refusal('InvalidPasswordException', `Password did not conform with policy: ${why}`);
  if (password.length < policy.minimumLength) throw wrong('Password not long enough');
  if (password.length > 256) throw wrong('Password too long');
  if (policy.uppercase && !/[A-Z]/.test(password)) throw wrong('Password must have uppercase characters');
  if (policy.lowercase && !/[a-z]/.test(password)) throw wrong('Password must have lowercase characters');
  if (policy.numbers && !/\d/.test(password)) throw wrong('Password must have numeric characters');
  if (policy.symbols && !symbols.test(password)) throw wrong('Password must have symbol characters');
}

/** A password that any policy accepts, for a user to change. */
export function temporaryPassword(policy: PasswordPolicy): string {
  const kinds = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-=?@'];
  const of = (letters: string): string => letters[randomInt(letters.length)]!;
  const text = kinds.map(of);
  while (text.length < Math.max(12, policy.minimumLength)) text.push(of(kinds.slice(0, 3).join('')));
  for (let i = text.length - 1; i > 0; i--) {
    const other = randomInt(i + 1);
    [text[i], text[other]] = [text[other]!, text[i]!];
  }
  return text.join('');
}
