import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedStage } from '../../apigateway/rendered.ts';
import { restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetStages',
  route: 'GET /restapis/{restapi_id}/stages',
  shape: z
    .object({
      restapi_id: restapiId,
      deploymentId: z.string().optional().describe('Only the stages of this deployment.'),
    })
    .describe('The stages of an API.'),
  run(input, { definition, startedAt }) {
    const { stages } = apiOf(definition, input.restapi_id);
    const wanted = stages.filter(
      (stage) => input.deploymentId === undefined || stage.deploymentId === input.deploymentId,
    );
    return { item: wanted.map((stage) => renderedStage(stage, definition, startedAt)) };
  },
});
