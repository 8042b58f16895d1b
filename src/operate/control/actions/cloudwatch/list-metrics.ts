import { z } from 'zod';
import type { Metric } from '../../../../observe/metrics/metric.ts';
import { action } from '../../action.ts';
import { AwsError } from '../../aws-error.ts';
import { flag, metricName, namespace } from '../../cloudwatch/shapes.ts';

const onPage = 500;
const threeHoursMs = 3 * 3_600_000;

export default action({
  name: 'ListMetrics',
  shape: z
    .object({
      Namespace: namespace.optional(),
      MetricName: metricName.optional(),
      Dimensions: z
        .array(
          z.object({
            Name: z.string().min(1).max(255).describe('A dimension it has.'),
            Value: z.string().min(1).max(1024).optional().describe('With this value, where one is given.'),
          }),
        )
        .max(10)
        .default([])
        .describe('Dimensions that a metric must have.'),
      NextToken: z.string().optional().describe('The page behind that one.'),
      RecentlyActive: z.literal('PT3H').optional().describe('Those with values in the last three hours.'),
      IncludeLinkedAccounts: flag.optional().describe('There are none here.'),
      OwningAccount: z.string().optional().describe('There is one here.'),
    })
    .describe('Lists the metrics that have been seen since the start.'),
  run(input, { figures, clock }) {
    const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
    if (!Number.isSafeInteger(from)) throw new AwsError('InvalidParameterValue', 400, 'No such NextToken.');
    const now = clock.now();
    const wanted = (metric: Metric): boolean =>
      (input.Namespace ?? metric.namespace) === metric.namespace &&
      (input.MetricName ?? metric.name) === metric.name &&
      input.Dimensions.every(({ Name, Value }) => {
        const value = metric.dimensions[Name];
        return value !== undefined && (Value ?? value) === value;
      }) &&
      (input.RecentlyActive === undefined || figures.read(metric, now - threeHoursMs, now + 1).length > 0);
    const found = figures.list().filter(wanted);
    return {
      Metrics: found.slice(from, from + onPage).map(({ namespace: Namespace, name, dimensions }) => ({
        Namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
      NextToken: from + onPage < found.length ? String(from + onPage) : undefined,
    };
  },
});
