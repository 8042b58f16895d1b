import { z } from 'zod';
import { error } from '../../../base/note.ts';
import { customResponseShape, insertShape } from '../../model/custom-handling.ts';
import type { Parts } from './parts.ts';
import type { Self } from './resource.ts';

/** What becomes of a request that no rule decided. */
export const defaultActionShape = z
  .union([
    z.strictObject({
      Allow: z.strictObject({ CustomRequestHandling: insertShape.optional() }).describe('It goes on.'),
    }),
    z.strictObject({
      Block: z.strictObject({ CustomResponse: customResponseShape.optional() }).describe('It is refused.'),
    }),
  ])
  .describe('What becomes of a request that no rule decided: Allow or Block.');

/** Bodies that blocking actions can name. */
export const responseBodiesShape = z
  .record(
    z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -'),
    z
      .strictObject({
        ContentType: z.enum(['TEXT_PLAIN', 'TEXT_HTML', 'APPLICATION_JSON']).describe('What the body is.'),
        Content: z.string().min(1).max(10_240).describe('The body.'),
      })
      .describe('A body.'),
  )
  .default({})
  .describe('Bodies that blocking actions can name, by key.');

/** A blocking action may only name a body that is there. */
export function checkBodies(
  value: unknown,
  path: readonly (string | number)[],
  bodies: Readonly<Record<string, unknown>>,
  parts: Parts,
  self: Self,
): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'CustomResponseBodyKey' && typeof part === 'string' && !Object.hasOwn(bodies, part)) {
      const message = `CustomResponseBodies has no body ${part}; it has ${Object.keys(bodies).join(', ') || 'none'}`;
      parts.draft.note(error('web-acl.no-body', message, self.at(...here)));
    } else checkBodies(part, here, bodies, parts, self);
  }
}
