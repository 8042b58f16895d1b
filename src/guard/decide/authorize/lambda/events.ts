import { clfTime } from '../../../../base/clf-time.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { domainName, paths } from '../../address.ts';
import type { Site } from '../../layer.ts';
import { headerValues, queryValues, requestContext } from '../../request-event.ts';

/** The event of a TOKEN authorizer, as JSON text ("Input to an API Gateway Lambda authorizer"). */
export const tokenEvent = (token: string, methodArn: string): string =>
  JSON.stringify({ type: 'TOKEN', methodArn, authorizationToken: token });

/** What belongs to one connection only, and to the body, which no authorizer sees. */
const LEFT_OUT = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

const isLeftOut = (name: string): boolean => LEFT_OUT.has(name.toLowerCase());

/** The event of a REQUEST authorizer of a REST API (and of an HTTP API in payload format 1.0), as JSON text. */
export function requestEvent(x: Exchange, site: Site, methodArn: string): string {
  const headers = headerValues(x, isLeftOut);
  const query = queryValues(x.query);
  const at = paths(x, site);
  const { variables } = site.stage;
  return JSON.stringify({
    type: 'REQUEST',
    methodArn,
    resource: site.resource!.path,
    path: at.path,
    httpMethod: x.method,
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: query?.last ?? {},
    multiValueQueryStringParameters: query?.all ?? {},
    pathParameters: x.params ?? {},
    stageVariables: variables,
    requestContext: requestContext(x, site, at.contextPath),
  });
}

/** The event of an authorizer in payload format 2.0 ("Lambda authorizers" of HTTP APIs), as JSON text. */
export function httpEvent(
  x: Exchange,
  site: Site,
  routeArn: string,
  identity: readonly (readonly string[])[],
): string {
  const headers = headerValues(x, isLeftOut).all;
  const query = queryValues(x.query);
  const at = paths(x, site);
  const { variables } = site.stage;
  const { httpMethod } = site.method!;
  const routeKey = `${httpMethod} ${site.resource!.path}`;
  const domain = domainName(x);
  const cookies = valuesIn(headers, 'cookie').flatMap((line) => line.split(/; */));
  return JSON.stringify({
    version: '2.0',
    type: 'REQUEST',
    routeArn,
    identitySource: identity.length === 0 ? null : identity.map((values) => values.join(',')),
    routeKey,
    rawPath: at.contextPath,
    rawQueryString: x.query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: joinedHeaders(headers),
    ...(query === null ? {} : { queryStringParameters: joined(query.all) }),
    requestContext: {
      accountId: site.definition.settings.accountId,
      apiId: site.api.apiId,
      domainName: domain,
      domainPrefix: domain.split('.', 1)[0]!,
      http: {
        method: x.method,
        path: at.contextPath,
        protocol: x.protocol,
        sourceIp: x.client.text,
        userAgent: x.header('user-agent'),
      },
      requestId: x.id,
      routeKey,
      stage: site.stage.name,
      time: clfTime(x.at),
      timeEpoch: Math.floor(x.at),
    },
    ...(x.params === null ? {} : { pathParameters: x.params }),
    ...(Object.keys(variables).length === 0 ? {} : { stageVariables: variables }),
  });
}

const valuesIn = (headers: Readonly<Record<string, string[]>>, name: string): string[] =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? [];

/** Several values stand in one text with commas; the names of headers in lower case, cookies by themselves. */
function joined(all: Readonly<Record<string, string[]>>): Record<string, string> {
  const out: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(all)) out[name] = values.join(',');
  return out;
}

/** Cookies stand by themselves. */
function joinedHeaders(all: Readonly<Record<string, string[]>>): Record<string, string> {
  const out: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(all)) out[name.toLowerCase()] = values.join(',');
  delete out.cookie;
  return out;
}
