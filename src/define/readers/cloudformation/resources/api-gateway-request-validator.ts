import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resource } from '../resource.ts';

/** Says which checks the methods that name it ask for. */
export default resource({
  name: 'AWS::ApiGateway::RequestValidator',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      Name: z.string().default('').describe('Its name.'),
      ValidateRequestBody: z.boolean().default(false).describe('Whether bodies must fit their model.'),
      ValidateRequestParameters: z
        .boolean()
        .default(false)
        .describe('Whether parameters that are needed must be there.'),
    })
    .describe('A validator of requests.'),
  ref: (_, self) => shortId(self.id, 6),
  attributes: { RequestValidatorId: (_, self) => shortId(self.id, 6) },
  add(validator, parts, self) {
    parts.validators.push({
      id: self.id,
      origin: self.origin,
      apiId: validator.RestApiId,
      validatorId: shortId(self.id, 6),
      name: validator.Name || self.logicalId,
      body: validator.ValidateRequestBody,
      parameters: validator.ValidateRequestParameters,
    });
  },
});
