import { z } from 'zod';

const keyed = ['SINGLE_HEADER', 'SINGLE_COOKIE', 'SINGLE_QUERY_ARGUMENT'];

/** What is masked in everything that is kept of requests (AWS WAF: "Data protection"). */
export const dataProtectionShape = z
  .strictObject({
    DataProtections: z
      .array(
        z
          .strictObject({
            Field: z
              .strictObject({
                FieldType: z
                  .enum(['SINGLE_HEADER', 'SINGLE_COOKIE', 'SINGLE_QUERY_ARGUMENT', 'QUERY_STRING', 'BODY'])
                  .describe('Which kind of part.'),
                FieldKeys: z
                  .array(z.string().min(1).max(64))
                  .min(1)
                  .max(100)
                  .optional()
                  .describe('The names of the headers, cookies or arguments.'),
              })
              .refine(
                (field) => keyed.includes(field.FieldType) === (field.FieldKeys !== undefined),
                'must have FieldKeys for headers, cookies and arguments, and for them alone',
              )
              .describe('The part of the request.'),
            Action: z
              .enum(['SUBSTITUTION', 'HASH'])
              .describe('REDACTED in its place, or the SHA-256 of it in base64.'),
            ExcludeRuleMatchDetails: z
              .boolean()
              .default(false)
              .describe('True: what rules found in it is kept as it was.'),
            ExcludeRateBasedDetails: z
              .boolean()
              .default(false)
              .describe('True: the keys of rate-based rules are kept as they were.'),
          })
          .describe('One part, and how it is masked.'),
      )
      .min(1)
      .max(26)
      .describe('The parts that are masked.'),
  })
  .describe('What is masked in logs, samples, the journal and the console.');

export type DataProtectionConfig = z.infer<typeof dataProtectionShape>;
