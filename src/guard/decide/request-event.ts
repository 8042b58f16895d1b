import { clfTime } from '../../base/clf-time.ts';
import type { Exchange } from '../../base/exchange.ts';
import { forwardedFor, forwardedProto } from '../../base/forwarded.ts';
import { parseQuery } from '../../base/query.ts';
import type { ClientCertificate } from '../../base/tls-session.ts';
import { traceRoot } from '../../base/trace-id.ts';
import { domainName } from './address.ts';
import { headersBehindWebAcl } from './behind-web-acl.ts';
import type { Site } from './layer.ts';

/** One value a name, and all of them: the two forms in which a function's event has headers and parameters. */
export interface Values {
  readonly last: Record<string, string>;
  readonly all: Record<string, string[]>;
}

/** What every event of a function says of its request in `requestContext`; `path` with the stage. */
export function requestContext(x: Exchange, site: Site, path: string): Record<string, unknown> {
  const domain = domainName(x);
  const dot = domain.indexOf('.');
  return {
    resourceId: site.resource!.resourceId,
    resourcePath: site.resource!.path,
    httpMethod: x.method,
    extendedRequestId: x.ids.extended,
    requestTime: clfTime(x.at),
    path,
    accountId: site.definition.settings.accountId,
    protocol: x.protocol === 'HTTP/2.0' ? 'HTTP/1.1' : x.protocol,
    stage: site.stage.name,
    domainPrefix: dot < 0 ? domain : domain.slice(0, dot),
    requestTimeEpoch: Math.floor(x.at),
    requestId: x.id,
    identity: identity(x, site),
    domainName: domain,
    deploymentId: site.stage.deploymentId,
    apiId: site.api.apiId,
  };
}

function identity(x: Exchange, { api, method }: Site): Record<string, unknown> {
  const iam = x.caller?.iam ?? null;
  const given = api.apiKeySource === 'HEADER' ? x.header('x-api-key') : (x.caller?.usageKey ?? '');
  return {
    ...(method?.apiKeyRequired === true && given !== '' ? { apiKey: given } : {}),
    ...(x.apiKeyId === '' ? {} : { apiKeyId: x.apiKeyId }),
    cognitoIdentityPoolId: null,
    accountId: iam?.accountId ?? null,
    cognitoIdentityId: null,
    caller: iam?.caller ?? null,
    sourceIp: x.client.text,
    principalOrgId: null,
    accessKey: iam?.accessKey ?? null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: iam?.userArn ?? null,
    userAgent: x.header('user-agent') || null,
    user: iam?.user ?? null,
    ...(x.tls === null || x.tls.client === null ? {} : { clientCert: clientCert(x.tls.client) }),
  };
}

/** The certificate that the client proved to hold ("How to turn on mutual TLS authentication"). */
const clientCert = ({ pem, subject, issuer, serial, notBefore, notAfter }: ClientCertificate): object => ({
  clientCertPem: pem,
  subjectDN: subject,
  issuerDN: issuer,
  serialNumber: serial,
  validity: { notBefore, notAfter },
});

/** The headers of a request as a function gets them, without those that `isLeftOut` names, and what the gateway adds. */
export function headerValues(x: Exchange, isLeftOut: (name: string, value: string) => boolean): Values {
  const into = new Gathered();
  const headers = headersBehindWebAcl(x);
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1]!;
    if (isLeftOut(name, value)) continue;
    const lower = name.toLowerCase();
    into.add(lower, TITLED[lower] ?? name, value);
  }
  if (x.header('host') !== '') into.put('host', 'Host', x.header('host'));
  into.put('x-amzn-trace-id', 'X-Amzn-Trace-Id', traceRoot(x));
  into.put('x-forwarded-for', 'X-Forwarded-For', forwardedFor(x));
  into.put('x-forwarded-port', 'X-Forwarded-Port', String(x.port));
  into.put('x-forwarded-proto', 'X-Forwarded-Proto', forwardedProto(x));
  return into;
}

/** Names that API Gateway spells in its own way, whatever the caller wrote. */
const TITLED: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  authorization: 'Authorization',
  'user-agent': 'User-Agent',
});

/** The parameters of a query, decoded; null when there is no query. */
export function queryValues(query: string): Values | null {
  if (query === '') return null;
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
