import { z } from 'zod';
import { resourcePathOf } from '../resource-path.ts';
import { stored } from './resource.ts';

const LATER = 'answers are not cached yet: every request reaches the integration';

/** Settings of one method of a stage, or of several by wildcard. */
export const methodSetting = z
  .strictObject({
    ResourcePath: z
      .string()
      .describe('Which resource: `/~1pets~1{id}` for /pets/{id}, `/` for the root, `/*` for all.'),
    HttpMethod: z.string().describe('Which method: `GET`, …, or `*` for all.'),
    ThrottlingRateLimit: z
      .number()
      .min(-1)
      .optional()
      .describe('Requests a second, in the long run; -1: as it is set more broadly.'),
    ThrottlingBurstLimit: z
      .int()
      .min(-1)
      .optional()
      .describe('Requests at once; -1: as it is set more broadly.'),
    LoggingLevel: z.enum(['OFF', 'ERROR', 'INFO']).optional().describe('What the execution log tells.'),
    DataTraceEnabled: z
      .boolean()
      .optional()
      .describe(
        'Whether the execution log at INFO tells path, query and headers too; bodies are never written.',
      ),
    MetricsEnabled: z.boolean().optional().describe('Whether metrics are kept for each method.'),
    CachingEnabled: stored(z.boolean().optional().describe('Whether answers are cached.'), LATER),
    CacheTtlInSeconds: stored(
      z.int().min(0).max(3600).optional().describe('How long an answer is cached.'),
      LATER,
    ),
    CacheDataEncrypted: stored(z.boolean().optional().describe('Whether the cache is encrypted.'), LATER),
  })
  .describe('Settings of a method.');

/** The resource path of a method setting; `*`, of any spelling that is a path, for every resource. */
export function settingPathOf(written: string): string {
  const path = resourcePathOf(written);
  return path === '/*' ? '*' : path;
}
