import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { modelsOf, renderedModel } from '../../apigateway/rendered-data.ts';
import { restapiId } from '../../apigateway/shapes.ts';
import { notFound } from '../../aws-error.ts';

export default restAction({
  name: 'GetModel',
  route: 'GET /restapis/{restapi_id}/models/{model_name}',
  shape: z
    .object({ restapi_id: restapiId, model_name: z.string().describe('The name of the model.') })
    .describe('One model of an API.'),
  run(input, { definition }) {
    const found = modelsOf(apiOf(definition, input.restapi_id)).find((m) => m.name === input.model_name);
    if (found === undefined) throw notFound(`Invalid model name specified: ${input.model_name}`);
    return renderedModel(found);
  },
});
