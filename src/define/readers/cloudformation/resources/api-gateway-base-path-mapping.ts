import { z } from 'zod';
import { basePathOf } from '../domain-parts.ts';
import { resource, stored } from '../resource.ts';

/** Leads a path of a domain to an API. */
export default resource({
  name: 'AWS::ApiGateway::BasePathMapping',
  shape: z
    .strictObject({
      DomainName: z.string().describe('The domain.'),
      BasePath: z
        .string()
        .max(300)
        .regex(/^[\w.~!$&'()*+,;=:@/-]*$/, 'must be a path without query and percent signs')
        .optional()
        .describe('The path; `(none)`, or nothing, is the root.'),
      Id: stored(z.string().optional().describe('Its id.'), 'decides nothing'),
      RestApiId: z.string().optional().describe('The API.'),
      Stage: z.string().optional().describe('Its stage; without one the path names it behind the base path.'),
    })
    .describe('A path of a domain, and the API that answers there.'),
  ref: (settings) => `${settings.DomainName}|${settings.BasePath ?? '(none)'}`,
  add(settings, parts, self) {
    parts.mappings.push({
      id: self.id,
      origin: self.origin,
      domain: settings.DomainName.toLowerCase(),
      basePath: basePathOf(settings.BasePath),
      apiId: settings.RestApiId ?? '',
      stage: settings.Stage ?? '',
    });
  },
});
