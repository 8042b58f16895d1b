import { z } from 'zod';
import { action } from '../../action.ts';
import { keyOf, webAclByArn, webAclOf } from '../../wafv2/found.ts';
import { integrationAddress } from '../../wafv2/integration-address.ts';
import { renderedWebAcl } from '../../wafv2/rendered.ts';
import { keyOrArn } from '../../wafv2/shapes.ts';

export default action({
  name: 'GetWebACL',
  shape: z
    .object({
      ...keyOrArn,
    })
    .describe('A web ACL with its rules, by its ARN or by name, scope and id.'),
  run(input, state) {
    const { definition } = state;
    const acl =
      input.ARN === undefined
        ? webAclOf(definition, keyOf(input, 'WEB_ACL'))
        : webAclByArn(definition, input.ARN);
    const address = integrationAddress(acl, state);
    return {
      WebACL: renderedWebAcl(acl),
      LockToken: acl.lockToken,
      ...(address === null ? {} : { ApplicationIntegrationURL: address }),
    };
  },
});
