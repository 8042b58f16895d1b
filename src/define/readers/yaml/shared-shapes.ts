import { z } from 'zod';

/** The name of a part of a file, by which others refer to it. */
export const name = z.string().regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ or -');

/** `POST /login`, `* /admin/{proxy+}`. */
export const routeName = z
  .string()
  .regex(/^([A-Z]+|\*) \/\S*$/, 'must be a method (or *) and a path: "GET /pets/{id}"');

export const throttleShape = z
  .strictObject({
    rate: z.number().min(0).describe('Requests a second, in the long run.'),
    burst: z.int().min(0).describe('Requests at once.'),
  })
  .describe('A token bucket.');
