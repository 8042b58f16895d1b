import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { basePathOf } from '../domain-parts.ts';
import { resource } from '../resource.ts';

/** Leads a path of a domain to an API, in the words of the second version of the service. */
export default resource({
  name: 'AWS::ApiGatewayV2::ApiMapping',
  shape: z
    .strictObject({
      DomainName: z.string().describe('The domain.'),
      ApiMappingKey: z
        .string()
        .max(300)
        .regex(/^[\w.~!$&'()*+,;=:@/-]*$/, 'must be a path without query and percent signs')
        .optional()
        .describe('The path; nothing is the root.'),
      ApiId: z.string().describe('The API.'),
      Stage: z.string().min(1).describe('Its stage.'),
    })
    .describe('A path of a domain, and the API that answers there.'),
  ref: (_, self) => shortId(self.id, 6),
  attributes: { ApiMappingId: (_, self) => shortId(self.id, 6) },
  add(settings, parts, self) {
    parts.mappings.push({
      id: self.id,
      origin: self.origin,
      domain: settings.DomainName.toLowerCase(),
      basePath: basePathOf(settings.ApiMappingKey),
      apiId: settings.ApiId,
      stage: settings.Stage,
    });
  },
});
