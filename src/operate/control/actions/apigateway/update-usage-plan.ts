import { z } from 'zod';
import { restAction } from '../../action.ts';
import { patchOperations } from '../../apigateway/patch.ts';
import { checkedPlan, patchedPlan } from '../../apigateway/plan-patch.ts';
import { usageplanId } from '../../apigateway/shapes.ts';
import { planOf } from '../../apigateway/usage-found.ts';
import { renderedPlan } from '../../apigateway/usage-rendered.ts';

export default restAction({
  name: 'UpdateUsagePlan',
  route: 'PATCH /usageplans/{usageplanId}',
  shape: z.object({ usageplanId, patchOperations }).describe('Changes a usage plan.'),
  async run(input, state) {
    await state.change((definition) => {
      const plan = planOf(definition, input.usageplanId);
      const element = input.patchOperations.reduce(
        (before, patch) => patchedPlan(before, patch, definition),
        plan,
      );
      return [{ of: 'usagePlans', id: plan.id, element: checkedPlan(element) }];
    });
    return renderedPlan(planOf(state.definition, input.usageplanId));
  },
});
