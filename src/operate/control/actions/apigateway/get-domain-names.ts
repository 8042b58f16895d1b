import { z } from 'zod';
import { restAction } from '../../action.ts';
import { renderedDomain } from '../../apigateway/domains.ts';
import { limit, position } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetDomainNames',
  route: 'GET /domainnames',
  shape: z.object({ position, limit }).describe('The domains of one’s own.'),
  run(input, { definition: { domains = [] } }) {
    const { page, next } = paged(domains, (domain) => domain.name, input.position, input.limit);
    return { item: page.map(renderedDomain), position: next };
  },
});
