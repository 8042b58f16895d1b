import { randomBytes, randomInt } from 'node:crypto';
import type { Definition } from '../../../define/model/definition.ts';
import type { ApiKey } from '../../../define/model/usage.ts';
import { keyValue } from '../../../guard/decide/usage/usage.ts';
import { AwsError } from '../aws-error.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import { badRequest } from './patch.ts';
import { conflict } from './usage-found.ts';

/** Keys of an account at most, as on AWS. */
const mostKeys = 10_000;

export interface WantedKey {
  readonly name: string;
  readonly description: string;
  readonly customerId: string;
  readonly enabled: boolean;
  /** Undefined: one is made. */
  readonly value: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A key that is new. Throws what AWS answers when it cannot be. */
export function newKey(wanted: WantedKey, { apiKeys }: Definition, now: number): ApiKey {
  if (apiKeys.length >= mostKeys)
    throw new AwsError('LimitExceededException', 429, `There can be ${mostKeys} API keys.`);
  const value = wanted.value ?? newValue();
  checkValue(value);
  if (apiKeys.some((key) => key.value === value)) throw conflict('API Key already exists');
  const keyId = newId(10);
  return {
    ...wanted,
    id: `aws-endpoint/apikeys/${keyId}`,
    origin: ENDPOINT,
    keyId,
    value,
    createdAt: now,
    updatedAt: now,
  };
}

function checkValue(value: string): void {
  if (value.length < 20) throw badRequest('API Key value should be at least 20 characters');
  if (value.length > 128) throw badRequest('API Key value should be at most 128 characters');
  if (!keyValue.test(value))
    throw badRequest('API Key value should be letters, digits and signs without spaces');
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** 40 letters and digits by chance. */
function newValue(): string {
  let value = '';
  while (value.length < 40)
    for (const byte of randomBytes(64)) if (byte < 248 && value.length < 40) value += MIXED[byte % 62];
  return value;
}

/** Lower-case letters and digits by chance. */
export const newId = (length: number): string =>
  Array.from({ length }, () => LOWER[randomInt(LOWER.length)]).join('');
