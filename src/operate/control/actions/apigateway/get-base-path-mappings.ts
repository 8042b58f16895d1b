import { z } from 'zod';
import { restAction } from '../../action.ts';
import { domainOf, mappingsOf } from '../../apigateway/domains.ts';
import { limit, position } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetBasePathMappings',
  route: 'GET /domainnames/{domain_name}/basepathmappings',
  shape: z
    .object({ domain_name: z.string().describe('The host name.'), position, limit })
    .describe('Where the paths of a domain lead.'),
  run(input, { definition }) {
    const mappings = mappingsOf(definition, domainOf(definition, input.domain_name));
    const { page, next } = paged(mappings, (mapping) => mapping.basePath, input.position, input.limit);
    return { item: page, position: next };
  },
});
