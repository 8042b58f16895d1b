import { z } from 'zod';
import { AwsError } from '../aws-error.ts';

/** Numbers stand as text in the Query protocol, so those of CloudWatch are taken as text as well. */
export const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** A moment as each protocol writes it, seconds since the epoch or ISO 8601; read as milliseconds since the epoch. */
export const moment = z.union([z.number(), z.string()]).transform((written, context) => {
  const seconds = typeof written === 'string' && /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : written;
  const ms = typeof seconds === 'number' ? seconds * 1000 : Date.parse(seconds);
  if (!Number.isFinite(ms))
    context.addIssue({ code: 'custom', message: 'a time such as 2026-11-22T04:00:00Z' });
  return ms;
});

const name = z.string().min(1).max(255);

export const namespace = name.regex(/^[^:].*/).describe('`AWS/WAFV2` or `AWS/ApiGateway`.');

export const metricName = name.describe('The metric: `BlockedRequests`.');

export const dimensions = z
  .array(
    z.object({
      Name: name.describe('`WebACL`, `Rule`, `Region`, …'),
      Value: z.string().min(1).max(1024).describe('Its value.'),
    }),
  )
  .max(30)
  .default([])
  .describe('All dimensions of the metric, no more and no fewer.');

export const period = wholeNumber(1, 86_400)
  .refine((seconds) => seconds % 60 === 0 || [1, 5, 10, 30].includes(seconds), 'a multiple of 60')
  .describe('Seconds that are summed up to one value; figures are kept by the minute.');

export const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

export const unit = z.string().optional().describe('Values of another unit are left out.');

/** Throws what CloudWatch answers where a span of time ends before it begins. */
export function checkSpan(from: number, to: number): void {
  if (from < to) return;
  throw new AwsError(
    'ValidationError',
    400,
    'The parameter StartTime must be less than the parameter EndTime.',
  );
}
