import { z } from 'zod';
import { restAction } from '../../action.ts';
import { limit, position, usageplanId } from '../../apigateway/shapes.ts';
import { planOf } from '../../apigateway/usage-found.ts';
import { renderedMember } from '../../apigateway/usage-rendered.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetUsagePlanKeys',
  route: 'GET /usageplans/{usageplanId}/keys',
  shape: z
    .object({
      usageplanId,
      position,
      limit,
      name: z.string().optional().describe('Only keys whose name begins so.'),
    })
    .describe('Lists the keys of a usage plan.'),
  run(input, { definition }) {
    planOf(definition, input.usageplanId);
    const named = new Set(
      definition.apiKeys
        .filter((key) => input.name === undefined || key.name.startsWith(input.name))
        .map((key) => key.keyId),
    );
    const wanted = definition.usagePlanKeys.filter(
      (member) => member.planId === input.usageplanId && named.has(member.keyId),
    );
    const { page, next } = paged(wanted, (member) => member.keyId, input.position, input.limit);
    return { item: page.map((member) => renderedMember(member, definition.apiKeys)), position: next };
  },
});
