import { z } from 'zod';
import { action } from '../../action.ts';
import { stageArn, webAclByArn } from '../../wafv2/found.ts';
import { renderedWebAcl } from '../../wafv2/rendered.ts';
import { resourceArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetWebACLForResource',
  shape: z
    .object({ ResourceArn: resourceArn.describe('The ARN of a stage.') })
    .describe('The web ACL in front of a resource; an empty answer when there is none.'),
  run(input, { definition }) {
    const arn = stageArn(input.ResourceArn);
    const association = definition.associations.find((a) => a.resourceArn === arn);
    if (association === undefined) return {};
    return { WebACL: renderedWebAcl(webAclByArn(definition, association.webAclArn)) };
  },
});
