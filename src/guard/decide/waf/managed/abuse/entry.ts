import { z } from 'zod';
import type { Exchange } from '../../../../../base/exchange.ts';
import { partName } from '../../../../../base/json-pointer.ts';
import { compileRegex, whyRefused } from '../../texts/regex.ts';

const identifier = z
  .string()
  .min(1)
  .max(512)
  .describe(
    'The name of a field of a form, or the JSON Pointer (RFC 6901) of a part of a JSON body: /user/name.',
  );
const field = z.strictObject({ Identifier: identifier });

export const payloadType = z.enum(['JSON', 'FORM_ENCODED']).describe('How the body is written.');
export const fieldShape = (what: string) => field.describe(`Where ${what} stands.`);
export const fieldsShape = (what: string) => z.array(field).min(1).max(20).describe(`Where ${what} stand.`);

/** A path of an application that those abuse who try many times. */
export const pathShape = (what: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .describe(`The path of ${what}, with the stage: what begins with it counts as well.`);

export const regexInPath = z.boolean().default(false).describe('Whether the path is a regular expression.');

/** Why a path cannot be the regular expression it is meant to be; null when it can. */
export const whyNoPath = (path: string, isRegex: boolean): string | null =>
  isRegex ? whyRefused(path) : null;

/**
 * Whether a request is for a path, however that is encoded and however many slashes it has: an application would
 * take it for the same.
 */
export function pathTest(path: string, isRegex: boolean): (x: Exchange) => boolean {
  const regex = isRegex ? compileRegex(path) : null;
  const fits = (text: string): boolean => (regex === null ? text.startsWith(path) : regex.test(text));
  return (x) => {
    if (fits(x.stagePath)) return true;
    if (!x.stagePath.includes('%') && !x.stagePath.includes('//')) return false;
    return fits(decoded(x.stagePath));
  };
}

function decoded(path: string): string {
  const plain = path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return plain.replace(/\/{2,}/g, '/');
}

/** A reader of fields of a body; a field that is not there is null. */
export type ReadField = (identifier: string) => string | null;

/** The body as fields; null when it is not written as was said. */
export function fieldsOf(x: Exchange, type: z.infer<typeof payloadType>): ReadField | null {
  const text = x.prefix === null ? '' : x.prefix.toString('utf8');
  if (type === 'FORM_ENCODED') {
    const form = new URLSearchParams(text);
    return (name) => form.get(name.replace(/^\//, '')) ?? form.get(name);
  }
  const root = jsonOf(text);
  return root === undefined ? null : (pointer) => pointed(root, pointer);
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text, number or truth at a JSON Pointer; null when there is none. A name alone is one of the root. */
export function pointed(root: unknown, pointer: string): string | null {
  let at = root;
  for (const part of (pointer.startsWith('/') ? pointer : `/${pointer}`).slice(1).split('/')) {
    const name = partName(part);
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'string' ? at : typeof at === 'number' || typeof at === 'boolean' ? String(at) : null;
}
