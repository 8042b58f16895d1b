import { z } from 'zod';
import { restAction } from '../../action.ts';
import { usageplanId } from '../../apigateway/shapes.ts';
import { planOf } from '../../apigateway/usage-found.ts';
import { renderedPlan } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'GetUsagePlan',
  route: 'GET /usageplans/{usageplanId}',
  shape: z.object({ usageplanId }).describe('One usage plan.'),
  run: (input, { definition }) => renderedPlan(planOf(definition, input.usageplanId)),
});
