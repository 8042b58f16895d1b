import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resource, type Self } from '../resource.ts';

/** The form of a body, as a JSON Schema of draft-04. */
export default resource({
  name: 'AWS::ApiGateway::Model',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API.'),
      Name: z
        .string()
        .regex(/^[A-Za-z0-9]+$/, 'must be letters and digits')
        .optional()
        .describe('Its name: what methods and other models name it by.'),
      ContentType: z.string().default('application/json').describe('The media type it is for.'),
      Description: z.string().default('').describe('What it is.'),
      Schema: z
        .union([z.record(z.string(), z.unknown()), z.string()])
        .optional()
        .describe('The JSON Schema; none lets everything fit.'),
    })
    .describe('A model of a body.'),
  ref: (model, self) => nameOf(model, self),
  add(model, parts, self) {
    parts.models.push({
      id: self.id,
      origin: self.origin,
      apiId: model.RestApiId,
      modelId: shortId(self.id, 6),
      name: nameOf(model, self),
      contentType: model.ContentType,
      description: model.Description,
      schema: schemaOf(model.Schema),
    });
  },
});

/** A name that is not given is made up, as CloudFormation does. */
const nameOf = ({ Name }: { Name?: string | undefined }, self: Self): string =>
  Name ?? `${self.logicalId.slice(0, 24)}${shortId(self.id, 12)}`;

/** A schema may be given as text. What is no JSON is kept as the text it is, and noted when it is compiled. */
function schemaOf(written: Readonly<Record<string, unknown>> | string | undefined): unknown {
  if (typeof written !== 'string') return written ?? true;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
