import { z } from 'zod';

const codes = [
  200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 412,
  413, 414, 415, 416, 421, 429, 500, 501, 502, 503, 504, 505,
];

const headers = (name: z.ZodType<string>, about: string) =>
  z
    .array(
      z.strictObject({
        Name: name.describe('The name.'),
        Value: z
          .string()
          .min(1)
          .max(255)
          .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII')
          .describe('The value.'),
      }),
    )
    .min(1)
    .max(10)
    .refine(
      (list) => new Set(list.map((h) => h.Name.toLowerCase())).size === list.length,
      'must not name a header twice',
    )
    .describe(about);

const headerName = z.string().regex(/^[a-zA-Z0-9._$-]{1,64}$/, 'must be 1 to 64 letters, digits and . _ $ -');

/** Of a Block action: the answer instead of 403. */
export const customResponseShape = z
  .strictObject({
    ResponseCode: z
      .int()
      .refine((code) => codes.includes(code), `must be one of ${codes.join(', ')}`)
      .describe('The status.'),
    CustomResponseBodyKey: z
      .string()
      .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
      .optional()
      .describe('Which of the web ACL’s bodies; absent: none.'),
    ResponseHeaders: headers(
      headerName.refine((n) => n.toLowerCase() !== 'content-type', 'may not be content-type'),
      'Headers of the answer. What is said of the message itself (Content-Length, Transfer-Encoding, Connection, Keep-Alive, Upgrade, Date) is the gateway’s own.',
    ).optional(),
  })
  .describe('The answer instead of 403.');

/** Of an action that lets requests go on: what they are sent on with. */
export const insertShape = z
  .strictObject({
    InsertHeaders: headers(headerName, 'Headers to add; x-amzn-waf- is put before their names.'),
  })
  .describe('What is added to the request that is sent on.');
