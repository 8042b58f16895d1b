import { z } from 'zod';
import { restAction } from '../../action.ts';
import { badRequest } from '../../apigateway/patch.ts';
import { usageplanId } from '../../apigateway/shapes.ts';
import { planOf } from '../../apigateway/usage-found.ts';

export default restAction({
  name: 'DeleteUsagePlan',
  route: 'DELETE /usageplans/{usageplanId}',
  status: 202,
  shape: z.object({ usageplanId }).describe('Takes a usage plan away that opens no stage any more.'),
  async run(input, state) {
    await state.change((definition) => {
      const plan = planOf(definition, input.usageplanId);
      const [stage] = plan.stages;
      if (stage !== undefined)
        throw badRequest(
          `Cannot delete usage plan ${plan.planId}: it is associated with the API stage ${stage.apiId}:${stage.stage}`,
        );
      const members = definition.usagePlanKeys.filter((member) => member.planId === plan.planId);
      return [
        { of: 'usagePlans', id: plan.id, element: null },
        ...members.map(({ id }) => ({ of: 'usagePlanKeys', id, element: null }) as const),
      ];
    });
    return {};
  },
});
