import { z } from 'zod';
import { action } from '../../action.ts';
import { AwsError } from '../../aws-error.ts';
import {
  checkSpan,
  dimensions,
  flag,
  metricName,
  moment,
  namespace,
  period,
  statistics,
  unit,
  wholeNumber,
} from '../../cloudwatch/shapes.ts';
import { metricOf, statisticOf, summedUp, unitOf } from '../../cloudwatch/statistics.ts';
import type { ControlState } from '../../state.ts';

const query = z.object({
  Id: z
    .string()
    .max(255)
    .regex(/^[a-z]\w*$/)
    .describe('Names it in the answer.'),
  MetricStat: z
    .object({
      Metric: z.object({ Namespace: namespace, MetricName: metricName, Dimensions: dimensions }),
      Period: period,
      Stat: z.enum(statistics).describe('What of it to give.'),
      Unit: unit,
    })
    .optional()
    .describe('A metric, and what of it to give.'),
  Expression: z.string().optional().describe('Calculations are not made here.'),
  Label: z.string().optional().describe('Its label in the answer; the name of the metric unless given.'),
  ReturnData: flag.default(true).describe('False: it is left out of the answer.'),
});

type Query = z.infer<typeof query>;

export default action({
  name: 'GetMetricData',
  shape: z
    .object({
      MetricDataQueries: z.array(query).min(1).max(500).describe('What to give.'),
      StartTime: moment.describe('From then on, down to the period; three hours are kept.'),
      EndTime: moment.describe('Up to then.'),
      ScanBy: z
        .enum(['TimestampAscending', 'TimestampDescending'])
        .default('TimestampDescending')
        .describe('The newest or the oldest first.'),
      MaxDatapoints: wholeNumber(1, 100_800).default(100_800).describe('Values on a page.'),
      NextToken: z.string().optional().describe('The page behind that one.'),
    })
    .describe('The values of many metrics in a span of time.'),
  run(input, { figures }) {
    const { StartTime, EndTime, MetricDataQueries, MaxDatapoints, NextToken } = input;
    checkSpan(StartTime, EndTime);
    const twice = MetricDataQueries.find(
      ({ Id }, i) => MetricDataQueries.findIndex((q) => q.Id === Id) !== i,
    );
    if (twice !== undefined) throw invalid(`The Id ${twice.Id} is given twice.`);
    const from = NextToken === undefined ? 0 : Number(NextToken);
    if (!Number.isSafeInteger(from)) throw invalid('No such NextToken.');
    const newestFirst = input.ScanBy === 'TimestampDescending';
    const series = MetricDataQueries.filter(({ ReturnData }) => ReturnData).map((q) => {
      const values = valuesOf(q, figures, StartTime, EndTime);
      return { q, values: newestFirst ? values.reverse() : values };
    });
    // A page goes on in the middle of a metric where the one before it ended.
    const to = from + MaxDatapoints;
    let before = 0;
    const results = series.map(({ q, values }) => {
      const page = values.slice(Math.max(0, from - before), Math.max(0, to - before));
      before += values.length;
      return {
        Id: q.Id,
        Label: q.Label ?? q.MetricStat!.Metric.MetricName,
        Timestamps: page.map(({ at }) => new Date(at)),
        Values: page.map(({ value }) => value),
        StatusCode: before > to ? 'PartialData' : 'Complete',
      };
    });
    return {
      MetricDataResults: results,
      NextToken: before > to ? String(to) : undefined,
      Messages: [],
    };
  },
});

function valuesOf(
  { Id, MetricStat, Expression }: Query,
  figures: ControlState['figures'],
  start: number,
  end: number,
): { at: number; value: number }[] {
  if (Expression !== undefined) {
    throw invalid(`Calculations are not made here: give ${Id} a MetricStat in place of an Expression.`);
  }
  if (MetricStat === undefined) throw invalid(`${Id} has no MetricStat.`);
  const { Metric, Period, Stat, Unit } = MetricStat;
  const metric = metricOf(Metric.Namespace, Metric.MetricName, Metric.Dimensions);
  if (Unit !== undefined && Unit !== unitOf(metric)) return [];
  const periodMs = Period * 1000;
  const from = Math.floor(start / periodMs) * periodMs;
  return summedUp(figures.read(metric, from, end), from, periodMs).map((span) => ({
    at: span.at,
    value: statisticOf(span, Stat),
  }));
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', 400, message);
