import { z } from 'zod';
import type { Definition } from '../../../../define/model/definition.ts';
import type { Rule } from '../../../../define/model/web-acl.ts';
import { groupView } from '../../../../observe/waf/groups.ts';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { webAclByArn } from '../../wafv2/found.ts';
import { resourceArn, scope } from '../../wafv2/shapes.ts';

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
        .describe(
          'The metric name of a rule, of the web ACL or of a group it refers to (of a managed one the rule’s name); `Default_Action`; or the metric name of the web ACL for all.',
        ),
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
    const ofRule = metricNames(acl.rules, state.definition).has(metric);
    const all = metric === acl.visibility.MetricName || metric === 'ALL';
    if (!ofRule && !all && metric !== 'Default_Action') {
      throw invalidParameter('No rule of the web ACL has that metric name', 'METRIC_NAME', metric);
    }
    return state.samples(acl.arn, all ? 'ALL' : metric, StartTime * 1000, EndTime * 1000, input.MaxItems);
  },
});

/** Under which samples are kept. */
function metricNames(rules: readonly Rule[], definition: Definition): Set<string> {
  const names = rules.flatMap((rule) => {
    const group = groupView(rule, definition);
    const inner = [...(group?.rules.values() ?? [])].map((r) => r.visibility?.MetricName ?? r.name);
    return [rule.visibility.MetricName, ...inner];
  });
  return new Set(names);
}
