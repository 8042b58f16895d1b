import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf, stageOf } from '../../apigateway/found.ts';
import { renderedStage } from '../../apigateway/rendered.ts';
import { restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'GetStage',
  route: 'GET /restapis/{restapi_id}/stages/{stage_name}',
  shape: z
    .object({ restapi_id: restapiId, stage_name: z.string().describe('The name of the stage.') })
    .describe('One stage of an API.'),
  run(input, { definition, startedAt }) {
    const stage = stageOf(apiOf(definition, input.restapi_id), input.stage_name);
    return renderedStage(stage, definition, startedAt);
  },
});
