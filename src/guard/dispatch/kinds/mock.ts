import { z } from 'zod';
import { Fault } from '../../../base/fault.ts';
import { integration } from '../integration.ts';
import { Mapping } from '../mapping/mapping.ts';
import { compileRequest } from '../mapping/request.ts';
import { compileResponses, responseShape } from '../mapping/response.ts';
import { templateText } from '../mapping/template-text.ts';
import { misconfigured } from '../misconfigured.ts';
import { mockStatus } from '../request/template.ts';

const EMPTY = Buffer.alloc(0);

/** Answers by itself, without asking anybody: what CORS preflights are answered with. */
export default integration({
  name: 'MOCK',
  shape: z
    .strictObject({
      requestTemplates: z
        .record(z.string(), templateText)
        .default({})
        .describe('By content type, an object whose `statusCode` chooses the answer.'),
      passthroughBehavior: z
        .enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])
        .default('WHEN_NO_MATCH')
        .describe('What becomes of a request whose content type has no template.'),
      responses: z.array(responseShape).default([]).describe('The answers it can give.'),
    })
    .describe('A fixed answer (mock integration).'),
  compile({ requestTemplates, passthroughBehavior, responses }, site) {
    const map = compileRequest({ requestTemplates, passthroughBehavior }, site);
    if (typeof map === 'string') return misconfigured(map);
    const respond = compileResponses(responses, site);
    return async (x) => {
      const mapping = new Mapping(x);
      const { body } = await map(mapping);
      const status = mockStatus(body.toString('utf8'));
      if (status === 0)
        throw new Fault('gateway.configuration', 'gateway', 'the mock’s template gives no statusCode');
      x.integrationStatus = status;
      x.integrationMs = 0;
      return respond(mapping, { match: String(status), headers: [], body: EMPTY, passes: false });
    };
  },
});
