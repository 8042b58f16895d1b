import { createHash } from 'node:crypto';
import { z } from 'zod';
import { forwardedIpShape } from '../addresses/forwarded.ts';
import { nestedStatement } from '../nested.ts';
import { customKeysShape } from './custom-keys.ts';
import { type Measure, tableBytes, ways } from './layout.ts';

/** The settings of a rate-based statement. */
export const rateShape = z
  .strictObject({
    Limit: z
      .int()
      .min(10)
      .max(2_000_000_000)
      .describe('Requests of one key in a window; the next one is over.'),
    EvaluationWindowSec: z
      .union([z.literal(60), z.literal(120), z.literal(300), z.literal(600)])
      .default(300)
      .describe('How far back requests are counted, in seconds.'),
    AggregateKeyType: z
      .enum(['IP', 'FORWARDED_IP', 'CONSTANT', 'CUSTOM_KEYS'])
      .describe(
        'What requests are counted by: the client’s address (IPv6 by its /64), CustomKeys, or all together.',
      ),
    CustomKeys: customKeysShape.optional().describe('One to five parts that make the key of a request.'),
    ScopeDownStatement: nestedStatement
      .optional()
      .describe('Only requests that match it are counted and acted on.'),
    ForwardedIPConfig: forwardedIpShape
      .optional()
      .describe('The header that holds the client’s address, instead of the connection.'),
  })
  .superRefine((settings, context) => {
    const { AggregateKeyType: type, ForwardedIPConfig: forwarded, ScopeDownStatement: scope } = settings;
    const { CustomKeys: keys } = settings;
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const byForwarded =
      type === 'FORWARDED_IP' || keys?.some((key) => key.ForwardedIP !== undefined) === true;
    if (byForwarded && forwarded === undefined)
      refuse('ForwardedIPConfig', 'must be given to count by ForwardedIP');
    const byNetwork = keys?.some((key) => key.ASN !== undefined) === true;
    if (!byForwarded && !byNetwork && forwarded !== undefined)
      refuse('ForwardedIPConfig', 'may be given only to count by ForwardedIP or ASN');
    if (type === 'CUSTOM_KEYS' && keys === undefined)
      refuse('CustomKeys', 'must be given when AggregateKeyType is CUSTOM_KEYS');
    if (type !== 'CUSTOM_KEYS' && keys !== undefined)
      refuse('CustomKeys', 'may be given only when AggregateKeyType is CUSTOM_KEYS');
    if (type === 'CONSTANT' && scope === undefined)
      refuse('ScopeDownStatement', 'must be given when AggregateKeyType is CONSTANT');
  })
  .describe('True for requests beyond a limit in a sliding window.');

export type RateSettings = z.infer<typeof rateShape>;

/** Keys that a rule can watch at once. */
export const keysFor = (aggregate: RateSettings['AggregateKeyType']): number =>
  aggregate === 'CONSTANT' ? ways : 32_768;

/** What a table must hold for a rule; the window in milliseconds. */
export const measureOf = (settings: RateSettings): Measure => ({
  limit: settings.Limit,
  windowMs: settings.EvaluationWindowSec * 1000,
  keys: keysFor(settings.AggregateKeyType),
});

/**
 * The shared memory a rule counts in. Its id changes with whatever the counts depend on, so that they begin
 * anew as they do in AWS; the rest of the rule can change without losing them.
 */
export function cellsOf(
  ruleId: string,
  settings: RateSettings,
): { readonly id: string; readonly bytes: number } {
  const digest = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  return { id: `rate/${ruleId}/${digest.slice(0, 12)}`, bytes: tableBytes(measureOf(settings)) };
}
