import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resource } from '../resource.ts';

/** One segment of an API's paths. */
export default resource({
  name: 'AWS::ApiGateway::Resource',
  shape: z
    .strictObject({
      RestApiId: z.string().describe('The API it belongs to.'),
      ParentId: z.string().describe('The resource it stands under: another, or the root of the API.'),
      PathPart: z
        .string()
        .regex(
          /^([\w.\-:,~*$!]+|\{[\w.\-:]+\+?\})$/,
          'must be one segment of letters, digits and ._-:, or a variable: {id}, {proxy+}',
        )
        .describe('The segment: text, `{name}` for any one segment, `{name+}` for all that follow.'),
    })
    .describe('A resource of an API.'),
  ref: (_, self) => shortId(self.id, 6),
  attributes: { ResourceId: (_, self) => shortId(self.id, 6) },
  add(settings, parts, self) {
    parts.resources.push({
      id: self.id,
      origin: self.origin,
      apiId: settings.RestApiId,
      resourceId: shortId(self.id, 6),
      parentId: settings.ParentId,
      pathPart: settings.PathPart,
    });
  },
});
