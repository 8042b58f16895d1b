import { z } from 'zod';
import { restAction } from '../../action.ts';
import { domainOf, mappingsOf } from '../../apigateway/domains.ts';
import { notFound } from '../../aws-error.ts';

export default restAction({
  name: 'GetBasePathMapping',
  route: 'GET /domainnames/{domain_name}/basepathmappings/{base_path}',
  shape: z
    .object({
      domain_name: z.string().describe('The host name.'),
      base_path: z.string().describe('The path; `(none)` is the root.'),
    })
    .describe('Where one path of a domain leads.'),
  run({ domain_name, base_path }, { definition }) {
    const found = mappingsOf(definition, domainOf(definition, domain_name)).find(
      (m) => m.basePath === base_path,
    );
    if (found === undefined) throw notFound('Invalid base path mapping identifier specified');
    return found;
  },
});
