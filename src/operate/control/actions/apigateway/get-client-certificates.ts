import { z } from 'zod';
import { restAction } from '../../action.ts';
import { renderedClientCertificate } from '../../apigateway/domains.ts';
import { limit, position } from '../../apigateway/shapes.ts';
import { paged } from '../../paging.ts';

export default restAction({
  name: 'GetClientCertificates',
  route: 'GET /clientcertificates',
  shape: z.object({ position, limit }).describe('The certificates that are shown to servers behind APIs.'),
  run(input, state) {
    const { clientCertificates = [] } = state.definition;
    const { page, next } = paged(
      clientCertificates,
      (c) => c.clientCertificateId,
      input.position,
      input.limit,
    );
    return { item: page.map((one) => renderedClientCertificate(one, state)), position: next };
  },
});
