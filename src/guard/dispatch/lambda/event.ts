import type { Exchange } from '../../../base/exchange.ts';
import { extendedRequestId } from '../../../base/request-id.ts';
import { traceRoot } from '../../../base/trace-id.ts';
import type { Site } from '../../decide/layer.ts';
import { DROP, isSigV4, toFunction } from '../headers.ts';
import { domainName, paths } from '../request/address.ts';
import { clfTime } from '../request/clf-time.ts';
import { forwardedFor, forwardedProto } from '../request/forwarded.ts';
import { firstMediaType } from '../request/media-types.ts';
import { parseQuery } from '../request/query.ts';

/** One value a name, and all of them: the two forms in which an event has headers and parameters. */
interface Values {
  readonly last: Record<string, string>;
  readonly all: Record<string, string[]>;
}

/**
 * The event of a Lambda proxy integration (payload format 1.0), as JSON text.
 *
 * `isBinary` tells whether a media type is one of the API's `binaryMediaTypes`.
 */
export function eventText(
  x: Exchange,
  body: Buffer,
  site: Site,
  isBinary: (type: string) => boolean,
): string {
  const base64 = body.length > 0 && isBinary(firstMediaType(x.header('content-type')) || 'application/json');
  const headers = headerValues(x, site);
  const query = x.query === '' ? null : queryValues(x.query);
  const { variables } = site.stage;
  const at = paths(x, site);
  return JSON.stringify({
    resource: site.resource!.path,
    path: at.path,
    httpMethod: x.method,
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: query === null ? null : query.last,
    multiValueQueryStringParameters: query === null ? null : query.all,
    pathParameters: x.params !== null && Object.keys(x.params).length > 0 ? x.params : null,
    stageVariables: Object.keys(variables).length > 0 ? variables : null,
    requestContext: context(x, site, at.contextPath),
    body: body.length === 0 ? null : body.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  });
}

function context(x: Exchange, site: Site, path: string): Record<string, unknown> {
  const domain = domainName(x);
  const dot = domain.indexOf('.');
  return {
    resourceId: site.resource!.resourceId,
    resourcePath: site.resource!.path,
    httpMethod: x.method,
    extendedRequestId: extendedRequestId(x.id),
    requestTime: clfTime(x.at),
    path,
    accountId: site.definition.settings.accountId,
    protocol: x.protocol === 'HTTP/2.0' ? 'HTTP/1.1' : x.protocol,
    stage: site.stage.name,
    domainPrefix: dot < 0 ? domain : domain.slice(0, dot),
    requestTimeEpoch: Math.floor(x.at),
    requestId: x.id,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: x.client.text,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: x.header('user-agent') || null,
      user: null,
    },
    domainName: domain,
    deploymentId: site.stage.deploymentId,
    apiId: site.api.apiId,
  };
}

function headerValues(x: Exchange, site: Site): Values {
  const into = new Gathered();
  const signed = site.method!.authorizationType === 'AWS_IAM';
  for (let i = 0; i < x.headers.length; i += 2) {
    const name = x.headers[i]!;
    const value = x.headers[i + 1]!;
    if (toFunction.of(name) === DROP) continue;
    const lower = name.toLowerCase();
    if (lower === 'authorization') {
      if (!signed && !isSigV4(value)) into.add(lower, 'Authorization', value);
    } else into.add(lower, lower === 'user-agent' ? 'User-Agent' : name, value);
  }
  const inserted = x.inserted ?? [];
  for (let i = 0; i < inserted.length; i += 2)
    into.put(inserted[i]!.toLowerCase(), inserted[i]!, inserted[i + 1]!);
  if (x.header('host') !== '') into.put('host', 'Host', x.header('host'));
  into.put('x-amzn-trace-id', 'X-Amzn-Trace-Id', traceRoot(x));
  into.put('x-forwarded-for', 'X-Forwarded-For', forwardedFor(x));
  into.put('x-forwarded-port', 'X-Forwarded-Port', String(x.port));
  into.put('x-forwarded-proto', 'X-Forwarded-Proto', forwardedProto(x));
  return into;
}

function queryValues(query: string): Values {
  const into = new Gathered();
  const pairs = parseQuery(query);
  for (let i = 0; i < pairs.length; i += 2) into.add(pairs[i]!, pairs[i]!, pairs[i + 1]!);
  return into;
}

/** Values by name. Names are a caller's: without a prototype, `__proto__` is one like any other. */
class Gathered implements Values {
  readonly last: Record<string, string> = Object.create(null);
  readonly all: Record<string, string[]> = Object.create(null);
  readonly #spelled = new Map<string, string>();

  /** One value more for a name; headers that differ in case alone stand under the spelling that came first. */
  add(key: string, name: string, value: string): void {
    const spelled = this.#spelled.get(key);
    if (spelled === undefined) {
      this.#spelled.set(key, name);
      this.all[name] = [value];
      this.last[name] = value;
    } else {
      this.all[spelled]!.push(value);
      this.last[spelled] = value;
    }
  }

  /** The only value of a name, in place of any other. */
  put(key: string, name: string, value: string): void {
    const spelled = this.#spelled.get(key) ?? name;
    this.#spelled.set(key, spelled);
    this.all[spelled] = [value];
    this.last[spelled] = value;
  }
}
