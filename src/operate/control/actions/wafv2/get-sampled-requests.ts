import { z } from 'zod';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import type { Sample } from '../../state.ts';
import { webAclByArn } from '../../wafv2/found.ts';
import { resourceArn, scope } from '../../wafv2/shapes.ts';

/** Samples are kept this long. */
const threeHoursMs = 3 * 3_600_000;

export default action({
  name: 'GetSampledRequests',
  shape: z
    .object({
      WebAclArn: resourceArn.describe('The web ACL.'),
      RuleMetricName: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[\w#:./-]+$/)
        .describe('The metric name of a rule, `Default_Action`, or the metric name of the web ACL for all.'),
      Scope: scope,
      TimeWindow: z
        .object({
          StartTime: z.number().describe('From then, in seconds since the epoch.'),
          EndTime: z.number().describe('Until then.'),
        })
        .describe('Within the last three hours; an earlier start is moved up.'),
      MaxItems: z.int().min(1).max(500).describe('The most to give.'),
    })
    .describe('A sample of the requests that a rule matched.'),
  run(input, state) {
    const acl = webAclByArn(state.definition, input.WebAclArn);
    const { StartTime, EndTime } = input.TimeWindow;
    if (EndTime < StartTime) {
      throw invalidParameter(
        'The time window ends before it begins',
        'TIME_WINDOW',
        `${StartTime} - ${EndTime}`,
      );
    }
    const metric = input.RuleMetricName;
    const byMetric = acl.rules.find((rule) => rule.visibility.MetricName === metric);
    const all = metric === acl.visibility.MetricName || metric === 'ALL';
    if (byMetric === undefined && !all && metric !== 'Default_Action') {
      throw invalidParameter('No rule of the web ACL has that metric name', 'METRIC_NAME', metric);
    }
    const { samples, population, fromMs, toMs } = state.samples({
      webAclId: acl.id,
      rule: all ? null : (byMetric?.name ?? metric),
      fromMs: Math.max(StartTime * 1000, state.clock.now() - threeHoursMs),
      toMs: EndTime * 1000,
      max: input.MaxItems,
    });
    return {
      SampledRequests: samples.map(rendered),
      PopulationSize: population,
      TimeWindow: { StartTime: fromMs / 1000, EndTime: toMs / 1000 },
    };
  },
});

function rendered(sample: Sample): object {
  const headers: { Name: string; Value: string }[] = [];
  for (let i = 0; i < sample.headers.length; i += 2) {
    headers.push({ Name: sample.headers[i]!, Value: sample.headers[i + 1]! });
  }
  return {
    Request: {
      ClientIP: sample.clientIp,
      Country: sample.country,
      URI: sample.uri,
      Method: sample.method,
      HTTPVersion: sample.httpVersion,
      Headers: headers,
    },
    Weight: sample.weight,
    Timestamp: sample.at / 1000,
    Action: sample.action,
    ...(sample.responseCode === 0 ? {} : { ResponseCodeSent: sample.responseCode }),
    ...(sample.labels.length === 0 ? {} : { Labels: sample.labels.map((Name) => ({ Name })) }),
    ...(sample.overriddenAction === '' ? {} : { OverriddenAction: sample.overriddenAction }),
  };
}
