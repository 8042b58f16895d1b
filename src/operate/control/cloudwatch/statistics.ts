import type { Metric } from '../../../observe/metrics/metric.ts';
import type { Datapoint } from '../../../observe/metrics/series.ts';
import type { statistics } from './shapes.ts';

export type Statistic = (typeof statistics)[number];

/** The name and values of dimensions, as CloudWatch lists them. */
export type Dimensions = readonly { readonly Name: string; readonly Value: string }[];

export const metricOf = (namespace: string, name: string, dimensions: Dimensions): Metric => ({
  namespace: namespace as Metric['namespace'],
  name,
  dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
});

/** What a metric is measured in. */
export const unitOf = ({ name }: Metric): string =>
  name === 'Latency' || name === 'IntegrationLatency' ? 'Milliseconds' : 'Count';

/** Minutes summed up to spans of `periodMs`, the first of which begins at `from`; spans without any are left out. */
export function summedUp(minutes: readonly Datapoint[], from: number, periodMs: number): Datapoint[] {
  const spans = new Map<number, Datapoint>();
  for (const minute of minutes) {
    const at = from + Math.floor((minute.at - from) / periodMs) * periodMs;
    const before = spans.get(at);
    spans.set(
      at,
      before === undefined
        ? { ...minute, at }
        : {
            at,
            count: before.count + minute.count,
            sum: before.sum + minute.sum,
            min: Math.min(before.min, minute.min),
            max: Math.max(before.max, minute.max),
          },
    );
  }
  return [...spans.values()];
}

/** One statistic of a span of time. */
export function statisticOf({ count, sum, min, max }: Datapoint, of: Statistic): number {
  switch (of) {
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
  }
}
