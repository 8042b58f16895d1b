import { z } from 'zod';

const header = z
  .strictObject({
    Name: z
      .string()
      .regex(/^[\w$.-]{1,64}$/, 'must be 1 to 64 letters, digits and ._$-')
      .describe('Its name.'),
    Value: z.string().min(1).max(255).describe('Its value.'),
  })
  .describe('A header.');

const insert = z
  .strictObject({
    InsertHeaders: z
      .array(header)
      .min(1)
      .max(10)
      .describe('Headers for the integration; `x-amzn-waf-` is put before each name.'),
  })
  .describe('What is added to a request that goes on.');

const response = z
  .strictObject({
    ResponseCode: z.int().min(200).max(599).describe('The status.'),
    CustomResponseBodyKey: z.string().optional().describe('Which of CustomResponseBodies is the body.'),
    ResponseHeaders: z.array(header).min(1).max(10).optional().describe('Headers of the answer.'),
  })
  .describe('The answer in place of 403.');

/** What becomes of a request that no rule decided. */
export const defaultActionShape = z
  .union([
    z.strictObject({
      Allow: z.strictObject({ CustomRequestHandling: insert.optional() }).describe('It goes on.'),
    }),
    z.strictObject({
      Block: z.strictObject({ CustomResponse: response.optional() }).describe('It is refused.'),
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
