import { createHash } from 'node:crypto';
import { shortId } from '../../model/ids.ts';
import type { Self } from './resource.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `us-east-1_` and nine letters and digits, as Cognito names user pools. */
export function poolIdOf(self: Self): string {
  const digest = createHash('sha256').update(`${self.id}/pool`).digest();
  let id = '';
  for (let i = 0; i < 9; i++) id += LETTERS[digest[i]! % LETTERS.length];
  return `${self.region}_${id}`;
}

/** 26 letters and digits, as Cognito names the clients of a pool. */
export const clientIdOf = (self: Self): string => shortId(`${self.id}/client`, 26);
