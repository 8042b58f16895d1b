import { z } from 'zod';
import { restAction } from '../../action.ts';
import { apiOf } from '../../apigateway/found.ts';
import { renderedValidator } from '../../apigateway/rendered-data.ts';
import { restapiId } from '../../apigateway/shapes.ts';
import { notFound } from '../../aws-error.ts';

export default restAction({
  name: 'GetRequestValidator',
  route: 'GET /restapis/{restapi_id}/requestvalidators/{requestvalidator_id}',
  shape: z
    .object({ restapi_id: restapiId, requestvalidator_id: z.string().describe('The id of the validator.') })
    .describe('One request validator of an API.'),
  run(input, { definition }) {
    const { validators = [] } = apiOf(definition, input.restapi_id);
    const found = validators.find((v) => v.validatorId === input.requestvalidator_id);
    if (found === undefined) throw notFound('Invalid Request Validator identifier specified');
    return renderedValidator(found);
  },
});
