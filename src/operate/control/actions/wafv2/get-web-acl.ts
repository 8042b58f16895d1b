import { z } from 'zod';
import { action } from '../../action.ts';
import { keyOf, webAclByArn, webAclOf } from '../../wafv2/found.ts';
import { renderedWebAcl } from '../../wafv2/rendered.ts';
import { keyOrArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetWebACL',
  shape: z
    .object({
      ...keyOrArn,
    })
    .describe('A web ACL with its rules, by its ARN or by name, scope and id.'),
  run(input, { definition }) {
    const acl =
      input.ARN === undefined
        ? webAclOf(definition, keyOf(input, 'WEB_ACL'))
        : webAclByArn(definition, input.ARN);
    return { WebACL: renderedWebAcl(acl), LockToken: acl.lockToken };
  },
});
