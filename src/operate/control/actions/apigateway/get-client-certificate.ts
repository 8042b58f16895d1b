import { z } from 'zod';
import { restAction } from '../../action.ts';
import { clientCertificateOf, renderedClientCertificate } from '../../apigateway/domains.ts';

export default restAction({
  name: 'GetClientCertificate',
  route: 'GET /clientcertificates/{clientcertificate_id}',
  shape: z
    .object({ clientcertificate_id: z.string().describe('Its id.') })
    .describe('A certificate that is shown to the servers behind an API.'),
  run(input, state) {
    return renderedClientCertificate(
      clientCertificateOf(state.definition, input.clientcertificate_id),
      state,
    );
  },
});
