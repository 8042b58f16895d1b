import { z } from 'zod';
import { flushCell } from '../../../../guard/decide/authorize/flush.ts';
import { restAction } from '../../action.ts';
import { apiOf, stageOf } from '../../apigateway/found.ts';
import { restapiId } from '../../apigateway/shapes.ts';

export default restAction({
  name: 'FlushStageAuthorizersCache',
  route: 'DELETE /restapis/{restapi_id}/stages/{stage_name}/cache/authorizers',
  status: 202,
  shape: z
    .object({ restapi_id: restapiId, stage_name: z.string().describe('The name of the stage.') })
    .describe('Forgets what the authorizers of a stage have answered.'),
  run(input, state) {
    const stage = stageOf(apiOf(state.definition, input.restapi_id), input.stage_name);
    const cell = state.cells(flushCell(stage.id));
    // A stage whose authorizers keep nothing has nothing to forget.
    if (cell !== undefined) Atomics.add(new Int32Array(cell), 0, 1);
    return {};
  },
});
