import { randomBytes } from 'node:crypto';
import type { TokenKeys } from './keys.ts';
import { sealed, unsealed } from './seal.ts';

/** What a client is to do: work it out by SHA-256, and for a puzzle answer besides. */
export interface Ticket {
  readonly of: 'challenge' | 'picture' | 'words';
  /** The key that it, and its answer, are sealed with. */
  readonly keyId: number;
  /** 16 random bytes, as hex: what the work is about, and what makes it good for one time. */
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly madeAt: number;
  /** Leading zero bits that its work must have. */
  readonly difficulty: number;
  /** The seal of the right answer; '' when nothing is asked. */
  readonly answer: string;
}

/** A ticket can be handed in for so long. */
export const ticketSec = 300;

const kinds = ['challenge', 'picture', 'words'] as const;
const longest = 256;

/** What no other ticket has: 128 bits by chance, in hex. */
export const newNonce = (): string => randomBytes(16).toString('hex');

/** The text of a ticket: fields parted by dots, and a seal of the newest key. */
export function ticketText(ticket: Omit<Ticket, 'keyId'>, keys: TokenKeys): string {
  const { of, nonce, madeAt, difficulty, answer } = ticket;
  const fields = [keys.newest().id, kinds.indexOf(of), nonce, madeAt, difficulty, answer];
  return sealed('ticket', fields.join('.'), keys);
}

/** The ticket of a text; null when it is none of ours. How old it is stands in it. */
export function readTicket(text: string, keys: TokenKeys): Ticket | null {
  if (text.length > longest) return null;
  const inner = unsealed('ticket', text, keyIdOf, keys);
  if (inner === null) return null;
  const [keyId = '', kind = '', nonce = '', madeAt = '', difficulty = '', answer = ''] = inner.split('.');
  const of = kinds[Number(kind)];
  if (of === undefined) return null;
  const numbers = { keyId: Number(keyId), madeAt: Number(madeAt), difficulty: Number(difficulty) };
  return { of, nonce, answer, ...numbers };
}

const keyIdOf = (inner: string): number => Number(inner.slice(0, inner.indexOf('.')));
