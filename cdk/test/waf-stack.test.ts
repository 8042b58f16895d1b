import { test } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { synthesised } from './synthesised.ts';

const waf = synthesised().get('waf-stack')!;
const visible = (name: string) => ({
  MetricName: name,
  CloudWatchMetricsEnabled: true,
  SampledRequestsEnabled: true,
});

test('waf-stack: a regional web ACL that allows what its one rule does not block', () => {
  waf.resourceCountIs('AWS::WAFv2::WebACL', 1);
  waf.hasResourceProperties('AWS::WAFv2::WebACL', {
    Name: 'apiSentryAcl-waf-stack',
    Scope: 'REGIONAL',
    DefaultAction: { Allow: {} },
    VisibilityConfig: visible('apiSentryAcl-waf-stack'),
    Rules: [
      {
        Name: 'limit_rps_to_133',
        Priority: 133,
        Action: { Block: {} },
        Statement: { RateBasedStatement: { Limit: 133, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } },
        VisibilityConfig: visible('limit_rps_to_133'),
      },
    ],
  });
});

test('waf-stack: stands before the stage that secure-throttled-api exports', () => {
  const [acl] = Object.keys(waf.findResources('AWS::WAFv2::WebACL'));
  waf.hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
    ResourceArn: { 'Fn::ImportValue': 'secure-throttled-api:SecureApiStageArn' },
    WebACLArn: { 'Fn::GetAtt': [acl, 'Arn'] },
  });
});

test('waf-stack: prints the ARN of the web ACL', () => {
  waf.hasOutput('WafArn', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } });
});
