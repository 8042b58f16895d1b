import { z } from 'zod';
import type { MethodThrottle } from '../../model/usage.ts';
import { resourcePathOf } from '../resource-path.ts';

/** The value of an API key. */
export const apiKeyValue = z
  .string()
  .regex(/^[\x21-\x7e]{20,128}$/, 'must be 20 to 128 letters, digits and signs, without spaces')
  .meta({ secret: true });

/** The limit of a quota. */
export const quotaLimit = z.int().min(0).max(2_147_483_647);

/** A method as a usage plan names it: `/pets/{id}/GET`; that of the root is `//GET`. */
export const throttleKey = z
  .string()
  .regex(
    /^\/.*\/(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT)$/,
    'must be a path and a method, as in /pets/{id}/GET (the root: //GET)',
  );

/** The method that such a key names, in whichever spelling of its path; null for a text that is no key. */
export function methodNamed(key: string): Pick<MethodThrottle, 'resourcePath' | 'httpMethod'> | null {
  if (!throttleKey.safeParse(key).success) return null;
  const cut = key.lastIndexOf('/');
  return { resourcePath: resourcePathOf(key.slice(0, cut)), httpMethod: key.slice(cut + 1) };
}
