import { z } from 'zod';
import { restAction } from '../../action.ts';
import { domainOf, renderedDomain } from '../../apigateway/domains.ts';

export default restAction({
  name: 'GetDomainName',
  route: 'GET /domainnames/{domain_name}',
  shape: z.object({ domain_name: z.string().describe('The host name.') }).describe('A domain of one’s own.'),
  run: (input, { definition }) => renderedDomain(domainOf(definition, input.domain_name)),
});
