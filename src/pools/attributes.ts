import type { UserPool } from '../define/model/user-pool.ts';
import { invalid } from './refusal.ts';

/**
 * Throws a `Refusal` for attributes that a pool does not have, or not with such values; of a `new` user also when one that
 * it requires is missing.
 */
export function checkAttributes(
  pool: UserPool,
  attributes: Readonly<Record<string, string>>,
  of: 'new' | 'change',
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'sub' || name.startsWith('cognito:')) throw invalid(`Attribute ${name} cannot be set.`);
    if (name.startsWith('custom:') && !pool.attributes.some((a) => a.name === name))
      throw invalid(
        `Attributes did not conform to the schema: Type for attribute {${name}} could not be determined`,
      );
    if (!name.startsWith('custom:') && !standard.has(name))
      throw invalid(`Attributes did not conform to the schema: ${name} is no attribute of the pool`);
    if (value.length > 2048)
      throw invalid(`Attributes did not conform to the schema: ${name} is over 2048 characters`);
    if ((name === 'email' || name === 'phone_number') && !fits(name, value))
      throw invalid(name === 'email' ? 'Invalid email address format.' : 'Invalid phone number format.');
  }
  if (of === 'change') return;
  for (const { name, required } of pool.attributes) {
    if (required && (attributes[name] ?? '') === '')
      throw invalid(`Attributes did not conform to the schema: ${name}: The attribute ${name} is required`);
  }
}

const standard = new Set([
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified', 'picture'],
  ...['preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
]);

/** Whether a value is what an attribute of that kind holds. */
export const fits = (attribute: 'email' | 'phone_number', value: string): boolean =>
  attribute === 'email' ? /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(value) : /^\+\d{4,15}$/.test(value);

export const article = (name: string): string => (name === 'email' ? 'an email' : 'a phone number');
