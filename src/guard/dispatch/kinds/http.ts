import { z } from 'zod';
import { Fault } from '../../../base/fault.ts';
import type { Answer } from '../../../base/wire.ts';
import { HeaderRules } from '../headers.ts';
import { integration, timeoutShape } from '../integration.ts';
import { Mapping } from '../mapping/mapping.ts';
import { compileRequest } from '../mapping/request.ts';
import { compileResponses } from '../mapping/response.ts';
import { mappedShape } from '../mapping/shape.ts';
import { compileMappedTarget } from '../mapping/target.ts';
import { misconfigured } from '../misconfigured.ts';
import { Call, type Terms } from '../upstream/call.ts';
import { poolOf } from '../upstream/pool.ts';
import { tlsShape, tlsTerms } from '../upstream/tls-terms.ts';

/** What is read of a server's answer: as much as API Gateway hands on. */
const LARGEST_ANSWER = 10 * 1024 * 1024;

/** Asks an HTTP server with what templates make of the request, and answers with what they make of its answer. */
export default integration({
  name: 'HTTP',
  shape: z
    .strictObject({
      uri: z
        .string()
        .regex(/^https?:\/\/[^/?#\s]+/i, 'must be a URI like http://127.0.0.1:3000/{id}')
        .describe(
          'Where requests go. `{name}` stands for a mapped path parameter, `${stageVariables.name}` for a stage variable.',
        ),
      httpMethod: z
        .string()
        .regex(/^[A-Z][A-Z-]*$/, 'must be a method like GET, or ANY')
        .default('ANY')
        .describe('The method the server is asked with; ANY: the one the caller used.'),
      timeoutMs: timeoutShape.describe(
        'Milliseconds until the server must begin its answer; after that the caller gets 504.',
      ),
      tls: tlsShape.optional(),
      ...mappedShape,
    })
    .describe('An HTTP server behind templates (HTTP custom integration).'),
  compile(settings, site, given) {
    const target = compileMappedTarget(settings.uri, settings.requestParameters, site);
    if (typeof target === 'string') return misconfigured(target);
    const map = compileRequest(settings, site);
    if (typeof map === 'string') return misconfigured(map);
    const respond = compileResponses(settings.responses, site);
    const terms: Terms = {
      answerMs: given.clock.wall(settings.timeoutMs),
      stallMs: given.clock.wall(settings.timeoutMs),
      speed: given.clock.speed,
      back: EVERYTHING,
    };
    const pool = poolOf(target.origin, tlsTerms(settings.tls, site, given));
    return async (x) => {
      const mapping = new Mapping(x);
      const { body, came } = await map(mapping);
      const method = settings.httpMethod === 'ANY' ? x.method : settings.httpMethod;
      const sent = method === 'GET' || method === 'HEAD' ? EMPTY : body;
      const call = new Call(x, method, target.head(mapping, came, method, sent.length), terms, sent);
      pool.submit(call);
      const answer = await call.answer;
      const read = await collect(answer);
      const { status, headers } = answer;
      return respond(mapping, { match: String(status), headers, body: read, passes: true });
    };
  },
});

const EMPTY = Buffer.alloc(0);

/** What the caller gets is mapped, so everything may be looked at. */
const EVERYTHING = new HeaderRules([]);

async function collect({ body }: Answer): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  let size = 0;
  for (let chunk = await body.pull(); chunk !== null; chunk = await body.pull()) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      body.drop();
      throw new Fault('gateway.configuration', 'gateway', 'the answer of the server is over 10 MB');
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
