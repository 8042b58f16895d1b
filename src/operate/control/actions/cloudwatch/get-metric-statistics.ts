import { z } from 'zod';
import { action } from '../../action.ts';
import { AwsError } from '../../aws-error.ts';
import {
  checkSpan,
  dimensions,
  metricName,
  moment,
  namespace,
  period,
  statistics,
  unit,
} from '../../cloudwatch/shapes.ts';
import { metricOf, statisticOf, summedUp, unitOf } from '../../cloudwatch/statistics.ts';

const mostDatapoints = 1_440;

export default action({
  name: 'GetMetricStatistics',
  shape: z
    .object({
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: dimensions,
      StartTime: moment.describe('From then on, down to the minute; three hours are kept.'),
      EndTime: moment.describe('Up to then.'),
      Period: period,
      Statistics: z.array(z.enum(statistics)).max(5).default([]).describe('What of them to give.'),
      ExtendedStatistics: z.array(z.string()).max(10).default([]).describe('Percentiles are not kept here.'),
      Unit: unit,
    })
    .describe('The values of one metric in a span of time.'),
  run(input, { figures }) {
    const { StartTime, EndTime, Period, Statistics, ExtendedStatistics, Unit } = input;
    checkSpan(StartTime, EndTime);
    if (ExtendedStatistics.length > 0) {
      const what = ExtendedStatistics.join(', ');
      throw new AwsError(
        'InvalidParameterValue',
        400,
        `Percentiles are not kept here, so there is no ${what}.`,
      );
    }
    if (Statistics.length === 0) {
      const members = 'Statistics and ExtendedStatistics';
      throw combination(`At least one of the parameters ${members} must be specified.`);
    }
    const asked = Math.ceil((EndTime - StartTime) / (Period * 1000));
    if (asked > mostDatapoints) {
      throw combination(
        `You have requested up to ${asked} datapoints, which exceeds the limit of ${mostDatapoints}. Reduce the time range or raise the Period.`,
      );
    }
    const metric = metricOf(input.Namespace, input.MetricName, input.Dimensions);
    const from = Math.floor(StartTime / 60_000) * 60_000;
    const found = Unit === undefined || Unit === unitOf(metric) ? figures.read(metric, from, EndTime) : [];
    return {
      Label: input.MetricName,
      Datapoints: summedUp(found, from, Period * 1000).map((span) => ({
        Timestamp: new Date(span.at),
        ...Object.fromEntries(Statistics.map((of) => [of, statisticOf(span, of)])),
        Unit: unitOf(metric),
      })),
    };
  },
});

const combination = (message: string): AwsError => new AwsError('InvalidParameterCombination', 400, message);
