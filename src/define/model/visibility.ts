import { z } from 'zod';

/** How a web ACL or a rule shows in metrics and samples. */
export const visibilityShape = z
  .strictObject({
    SampledRequestsEnabled: z.boolean().describe('Whether samples of its requests are kept.'),
    CloudWatchMetricsEnabled: z.boolean().describe('Whether its requests are counted in metrics.'),
    MetricName: z
      .string()
      .regex(/^[\w#:./-]{1,255}$/, 'must be 1 to 255 letters, digits and _ # : . / -')
      .refine((n) => n !== 'All' && n !== 'Default_Action', 'must not be All nor Default_Action')
      .describe('The name of its metric.'),
  })
  .describe('How it shows in metrics and samples.');
