import { z } from 'zod';
import { apiKeyValue, quotaLimit } from '../usage/values.ts';
import { name, routeName, throttleShape } from './shared-shapes.ts';

const keyShape = z
  .strictObject({
    value: apiKeyValue
      .optional()
      .describe('The key itself; the gateway makes one and keeps it when it is not written.'),
    enabled: z.boolean().default(true).describe('False: it is turned away.'),
    description: z.string().default('').describe('Whose it is.'),
  })
  .describe('An API key.');

const planShape = z
  .strictObject({
    description: z.string().default('').describe('What it is.'),
    apis: z.array(z.string()).optional().describe('The APIs it opens, by name; all of the file by default.'),
    keys: z.array(z.string()).default([]).describe('Its keys, by name.'),
    throttle: throttleShape.optional().describe('A bucket for each of its keys.'),
    quota: z
      .strictObject({
        limit: quotaLimit.describe('Requests of each key in a period.'),
        period: z
          .enum(['DAY', 'WEEK', 'MONTH'])
          .describe('Begins at midnight, on Sunday, on the first of the month, in UTC.'),
        offset: z.int().min(0).default(0).describe('Requests that the first period of a key has less.'),
      })
      .optional()
      .describe('How many requests each of its keys has.'),
    routes: z
      .record(routeName, throttleShape)
      .default({})
      .describe('Buckets for single routes that the API lists, in the place of `throttle`.'),
  })
  .describe('A usage plan: which APIs its keys open, how fast and how often.');

/** The keys and usage plans of a file. */
export const plansShape = {
  keys: z.record(name, keyShape).default({}).describe('API keys, by name: docs/api-keys.md.'),
  plans: z.record(name, planShape).default({}).describe('Usage plans, by name.'),
};

export type ShortPlan = z.infer<typeof planShape>;
