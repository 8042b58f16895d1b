import { z } from 'zod';
import { action } from '../../action.ts';
import { invalidParameter } from '../../aws-error.ts';
import { ENDPOINT } from '../../endpoint-origin.ts';
import { checkedAcl } from '../../wafv2/checked.ts';
import { stageOf, webAclByArn } from '../../wafv2/found.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'AssociateWebACL',
  shape: z
    .object({
      WebACLArn: resourceArn.describe('The web ACL, of the scope REGIONAL.'),
      ResourceArn: resourceArn.describe('The ARN of a stage.'),
    })
    .describe('Puts a web ACL in front of a stage, in place of the one that stood there.'),
  async run(input, state) {
    await state.change((definition) => {
      const acl = checkedAcl(webAclByArn(definition, input.WebACLArn), definition);
      if (acl.scope !== 'REGIONAL')
        throw invalidParameter('The web ACL is of the scope CLOUDFRONT', 'SCOPE_VALUE', acl.arn);
      const { arn } = stageOf(definition, input.ResourceArn);
      const before = definition.associations.find((one) => one.resourceArn === arn);
      const id = before?.id ?? `aws-endpoint/associations/${arn}`;
      const element = { id, origin: before?.origin ?? ENDPOINT, resourceArn: arn, webAclArn: acl.arn };
      return [{ of: 'associations', id, element }];
    });
    return {};
  },
});
