import { z } from 'zod';
import { action } from '../../action.ts';
import { aclMembers, aclSaying } from '../../wafv2/acl-spec.ts';
import { checkedAcl } from '../../wafv2/checked.ts';
import { webAclOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { replaced } from '../../wafv2/shapes.ts';

export default action({
  name: 'UpdateWebACL',
  shape: z
    .object({
      ...replaced,
      ...aclMembers,
    })
    .describe('Replaces all that a web ACL says; every request is judged by it at once.'),
  async run(input, state) {
    let NextLockToken = '';
    await state.change((definition) => {
      const acl = webAclOf(definition, input);
      NextLockToken = relocked(acl, input.LockToken);
      const { id, origin, name, arn, scope: of, aclId, labelNamespace, tags } = acl;
      const entity = {
        ...{ id, origin, name, arn, scope: of, aclId, labelNamespace, tags },
        ...{ description: input.Description ?? '', lockToken: NextLockToken },
      };
      const element = checkedAcl(aclSaying(input, entity, acl.rules), definition);
      return [{ of: 'webAcls', id, element }];
    });
    return { NextLockToken };
  },
});
