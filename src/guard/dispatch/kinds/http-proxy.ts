import { z } from 'zod';
import type { Exchange } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';
import { plainToClient, toClient, upstreamRules } from '../headers.ts';
import { integration, LONGEST_TIMEOUT_MS, SHORTEST_TIMEOUT_MS } from '../integration.ts';
import { misconfigured } from '../misconfigured.ts';
import { Call, type Terms } from '../upstream/call.ts';
import { poolOf } from '../upstream/pool.ts';
import { compileMapped, type HeadPlan, type Mapped, requestHead } from '../upstream/request-head.ts';
import { compileTarget } from '../upstream/target.ts';
import { tlsShape, tlsTerms } from '../upstream/tls-terms.ts';

/** Passes the request on to an HTTP server, and its answer back; both bodies stream. */
export default integration({
  name: 'HTTP_PROXY',
  shape: z
    .strictObject({
      uri: z
        .string()
        .regex(/^https?:\/\/[^/?#\s]+/i, 'must be a URI like http://127.0.0.1:3000/{proxy}')
        .describe(
          'Where requests go. `{name}` stands for a path parameter, `${stageVariables.name}` for a stage variable.',
        ),
      httpMethod: z
        .string()
        .regex(/^[A-Z][A-Z-]*$/, 'must be a method like GET, or ANY')
        .default('ANY')
        .describe('The method the server is asked with; ANY: the one the caller used.'),
      requestParameters: z
        .record(z.string(), z.string())
        .default({})
        .describe('Mappings like `integration.request.path.proxy` to `method.request.path.proxy`.'),
      timeoutMs: z
        .int()
        .min(SHORTEST_TIMEOUT_MS)
        // Formats of AWS allow no more than 29 s; the short form does.
        .max(900_000)
        .default(LONGEST_TIMEOUT_MS)
        .describe('Milliseconds until the server must begin its answer; after that the caller gets 504.'),
      stallMs: z
        .int()
        .min(SHORTEST_TIMEOUT_MS)
        .max(300_000)
        .default(300_000)
        .describe(
          'Milliseconds the server may be silent in the middle of its answer; after that the connection is cut.',
        ),
      preserveHost: z
        .boolean()
        .default(false)
        .describe('Sends the Host header as the caller sent it, instead of the server’s own.'),
      forwardPath: z
        .boolean()
        .default(false)
        .describe('Puts the caller’s path, behind the base path, to the end of the URI as it came.'),
      keepHeaders: z
        .boolean()
        .default(false)
        .describe(
          'Takes off only the headers of one connection, instead of dropping and renaming as API Gateway does.',
        ),
      tls: tlsShape.optional(),
    })
    .describe('An HTTP server behind a method (HTTP proxy integration).'),
  compile(settings, site, given) {
    const { requestParameters, httpMethod } = settings;
    const target = compileTarget(settings.uri, site, pathMappings(requestParameters), settings.forwardPath);
    if (typeof target === 'string') return misconfigured(target);
    const mapped = compileMapped('header', requestParameters, site);
    if (typeof mapped === 'string') return misconfigured(mapped);
    const parameters = compileMapped('querystring', requestParameters, site);
    if (typeof parameters === 'string') return misconfigured(parameters);
    const plan: HeadPlan = {
      host: settings.preserveHost ? '' : target.origin.authority,
      mapped,
      headers: upstreamRules(settings.keepHeaders),
      signed: site.method!.authorizationType === 'AWS_IAM',
    };
    const terms: Terms = {
      answerMs: given.clock.wall(settings.timeoutMs),
      stallMs: given.clock.wall(settings.stallMs),
      speed: given.clock.speed,
      back: settings.keepHeaders ? plainToClient : toClient,
    };
    const pool = poolOf(target.origin, tlsTerms(settings.tls, site, given));
    return (x) => {
      const method = httpMethod === 'ANY' ? x.method : httpMethod;
      const query = queryOf(x, target.query(x), parameters);
      const call = new Call(x, method, requestHead(x, method, target.path(x) + query, plan), terms);
      pool.submit(call);
      return call.answer;
    };
  },
});

/** By placeholder: what the URI's `{name}` is read from. */
function pathMappings(parameters: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const prefix = 'integration.request.path.';
  return new Map(
    Object.entries(parameters)
      .filter(([target]) => target.startsWith(prefix))
      .map(([target, source]) => [target.slice(prefix.length), source]),
  );
}

/** The URI's own query, what the caller sent, and what is mapped, which stands in the place of the same name. */
function queryOf(x: Exchange, own: string, parameters: readonly Mapped[]): string {
  if (parameters.length === 0) {
    if (x.query === '') return own;
    return own === '' ? `?${x.query}` : `${own}&${x.query}`;
  }
  let text = own;
  const add = (name: string, value: string): void => {
    const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`;
    text += text === '' ? `?${pair}` : `&${pair}`;
  };
  const pairs = parseQuery(x.query);
  for (let i = 0; i < pairs.length; i += 2) {
    if (!parameters.some((p) => p.name === pairs[i])) add(pairs[i]!.toWellFormed(), pairs[i + 1]!);
  }
  for (const { name, read } of parameters) {
    const value = read(x);
    if (value !== null) add(name, value);
  }
  return text;
}
