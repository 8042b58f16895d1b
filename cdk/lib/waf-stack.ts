import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

export interface WafStackProps extends StackProps {
  /** The export that holds the ARN of the stage to protect. */
  readonly stageArnExport: string;
  /** Requests that one address may make in five minutes. */
  readonly limit: number;
}

/** A web ACL that blocks an address for as long as it asks too often. */
export class WafStack extends Stack {
  constructor(scope: Construct, id: string, { stageArnExport, limit, ...props }: WafStackProps) {
    super(scope, id, { description: 'A web ACL with a limit for each address.', ...props });
    const acl = new CfnWebACL(this, 'ApiSentryAcl', {
      name: `apiSentryAcl-${id}`,
      description: `Blocks an address past ${limit} requests in five minutes.`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible(`apiSentryAcl-${id}`),
      rules: [
        {
          name: `limit_rps_to_${limit}`,
          priority: 133,
          action: { block: {} },
          statement: { rateBasedStatement: { limit, evaluationWindowSec: 300, aggregateKeyType: 'IP' } },
          visibilityConfig: visible(`limit_rps_to_${limit}`),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'StageAssociation', {
      resourceArn: Fn.importValue(stageArnExport),
      webAclArn: acl.attrArn,
    });
    new CfnOutput(this, 'WafArn', { value: acl.attrArn, description: 'The ARN of the web ACL.' });
  }
}

const visible = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});
