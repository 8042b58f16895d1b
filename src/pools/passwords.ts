import { randomInt } from 'node:crypto';
import { hashOf, matchesHash, TooManyPasswords } from '../base/scrypt.ts';
import type { PasswordPolicy } from '../define/model/user-pool.ts';
import { Refusal } from './refusal.ts';

/** `scrypt$32768$8$3$salt$key` */
export const hashed = (password: string): Promise<string> => busy(() => hashOf(password));

/** Whether the password is the one that was hashed; '' is no password’s hash, and takes as long to find out. */
export const matches = (password: string, hash: string): Promise<boolean> =>
  busy(() => matchesHash(password, hash));

async function busy<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (fault) {
    if (fault instanceof TooManyPasswords) throw new Refusal('TooManyRequestsException', 'Rate exceeded');
    throw fault;
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
