import { z } from 'zod';
import { restAction } from '../../action.ts';
import { limit, position } from '../../apigateway/shapes.ts';
import { renderedPlan } from '../../apigateway/usage-rendered.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetUsagePlans',
  route: 'GET /usageplans',
  shape: z
    .object({ position, limit, keyId: z.string().optional().describe('Only plans that this key is under.') })
    .describe('Lists the usage plans.'),
  run(input, { definition }) {
    const { keyId } = input;
    const under = definition.usagePlanKeys.filter((m) => m.keyId === keyId).map((m) => m.planId);
    const wanted = definition.usagePlans.filter((p) => keyId === undefined || under.includes(p.planId));
    const { page, next } = paged(wanted, (plan) => plan.planId, input.position, input.limit);
    return { item: page.map(renderedPlan), position: next };
  },
});
