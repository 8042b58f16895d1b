import { z } from 'zod';
import { action } from '../../action.ts';
import { aclMembers, aclSaying } from '../../wafv2/acl-spec.ts';
import { checkedAcl } from '../../wafv2/checked.ts';
import { newEntity } from '../../wafv2/new-entity.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { made } from '../../wafv2/shapes.ts';

export default action({
  name: 'CreateWebACL',
  shape: z
    .object({ ...made, ...aclMembers })
    .describe('Makes a web ACL, which stands in front of nothing until it is associated.'),
  async run(input, state) {
    let Summary = {};
    await state.change((definition) => {
      const {
        entity,
        id: aclId,
        labelNamespace,
      } = newEntity('webacl', input, definition.webAcls, definition);
      const element = checkedAcl(aclSaying(input, { ...entity, aclId, labelNamespace }, []), definition);
      Summary = renderedSummary(element, aclId);
      return [{ of: 'webAcls', id: element.id, element }];
    });
    return { Summary };
  },
});
