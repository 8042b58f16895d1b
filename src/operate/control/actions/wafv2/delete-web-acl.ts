import { z } from 'zod';
import { action } from '../../action.ts';
import { associatedItem } from '../../aws-error.ts';
import { webAclOf } from '../../wafv2/found.ts';
import { relocked } from '../../wafv2/locked.ts';
import { deleted } from '../../wafv2/shapes.ts';

export default action({
  name: 'DeleteWebACL',
  shape: z.object(deleted).describe('Deletes a web ACL that stands in front of nothing, and its logging.'),
  async run(input, state) {
    await state.change((definition) => {
      const acl = webAclOf(definition, input);
      relocked(acl, input.LockToken);
      const front = definition.associations.find((one) => one.webAclArn === acl.arn);
      if (front !== undefined) throw associatedItem(`${acl.name} stands in front of ${front.resourceArn}`);
      const logged = definition.loggingConfigurations.filter((one) => one.webAclArn === acl.arn);
      return [
        { of: 'webAcls', id: acl.id, element: null },
        ...logged.map(({ id }) => ({ of: 'loggingConfigurations', id, element: null }) as const),
      ];
    });
    return {};
  },
});
