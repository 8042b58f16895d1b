import { z } from 'zod';
import { action } from '../../action.ts';
import { webAclByArn } from '../../wafv2/found.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'ListResourcesForWebACL',
  shape: z
    .object({
      WebACLArn: resourceArn.describe('The web ACL.'),
      ResourceType: z
        .enum([
          'APPLICATION_LOAD_BALANCER',
          'API_GATEWAY',
          'APPSYNC',
          'COGNITO_USER_POOL',
          'APP_RUNNER_SERVICE',
          'VERIFIED_ACCESS_INSTANCE',
          'AMPLIFY',
          'AGENTCORE_GATEWAY',
        ])
        .default('APPLICATION_LOAD_BALANCER')
        .describe('Of which kind; here only stages of API Gateway can be associated.'),
    })
    .describe('The resources that a web ACL stands in front of.'),
  run(input, { definition }) {
    const acl = webAclByArn(definition, input.WebACLArn);
    if (input.ResourceType !== 'API_GATEWAY') return { ResourceArns: [] };
    const associated = definition.associations.filter((a) => a.webAclArn === acl.arn);
    return { ResourceArns: associated.map((a) => a.resourceArn) };
  },
});
