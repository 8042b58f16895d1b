import { clfTime } from '../../base/clf-time.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { HostMapping } from '../../define/model/api.ts';
import { bareHost, domainName } from './address.ts';
import type { Site } from './layer.ts';

/** Reads one value off a request; null when the request has none. */
export type Read = (x: Exchange) => string | null;

/**
 * The reader of a `$context` variable, named without `$context.`; null for one that there is not. What an
 * authorizer found out (`authorizer.…`, `identity.…`) is there for the steps behind it.
 */
export function contextReader(name: string, site: Site): Read | null {
  const { api, stage, resource, definition } = site;
  const fixed: Readonly<Record<string, string>> = {
    accountId: definition.settings.accountId,
    apiId: api.apiId,
    stage: stage.name,
    deploymentId: stage.deploymentId,
    resourceId: resource?.resourceId ?? '',
    resourcePath: resource?.path ?? '',
    endpointType: api.endpointType,
  };
  if (Object.hasOwn(fixed, name)) {
    const value = fixed[name]!;
    return () => value;
  }
  if (name === 'customDomain.basePathMatched') return (x) => basePathMatched(x, api.hosts);
  if (Object.hasOwn(readers, name)) return readers[name]!;
  return name.startsWith('authorizer.') ? authorizerReader(name.slice('authorizer.'.length)) : null;
}

/** Whether a `$context` variable of that name can be read off a request. */
export const isContextName = (name: string): boolean =>
  FIXED.has(name) || Object.hasOwn(readers, name) || /^authorizer\.\w/.test(name);

const FIXED = new Set([
  'accountId',
  'apiId',
  'stage',
  'deploymentId',
  'resourceId',
  'resourcePath',
  'endpointType',
]);

const readers: Readonly<Record<string, Read>> = {
  domainName,
  domainPrefix: (x) => domainName(x).split('.', 1)[0]!,
  extendedRequestId: (x) => x.ids.extended,
  httpMethod: (x) => x.method,
  path: (x) => x.stagePath,
  protocol: (x) => x.protocol,
  requestId: (x) => x.id,
  requestTime: (x) => clfTime(x.at),
  requestTimeEpoch: (x) => String(Math.floor(x.at)),
  'error.validationErrorString': (x) => x.complaint || null,
  'identity.sourceIp': (x) => x.client.text,
  'identity.userAgent': (x) => x.header('user-agent') || null,
  'identity.apiKeyId': (x) => x.apiKeyId || null,
  'identity.accessKey': (x) => x.caller?.iam?.accessKey ?? null,
  'identity.accountId': (x) => x.caller?.iam?.accountId ?? null,
  'identity.caller': (x) => x.caller?.iam?.caller ?? null,
  'identity.user': (x) => x.caller?.iam?.user ?? null,
  'identity.userArn': (x) => x.caller?.iam?.userArn ?? null,
  cipherSuite: (x) => x.tls?.cipher ?? null,
  tlsVersion: (x) => x.tls?.protocol ?? null,
  'identity.clientCert.clientCertPem': (x) => x.tls?.client?.pem ?? null,
  'identity.clientCert.subjectDN': (x) => x.tls?.client?.subject ?? null,
  'identity.clientCert.issuerDN': (x) => x.tls?.client?.issuer ?? null,
  'identity.clientCert.serialNumber': (x) => x.tls?.client?.serial ?? null,
  'identity.clientCert.validity.notBefore': (x) => x.tls?.client?.notBefore ?? null,
  'identity.clientCert.validity.notAfter': (x) => x.tls?.client?.notAfter ?? null,
};

/** The base path of a domain that a request came by, `(none)` for its root; null for one that came by no domain. */
function basePathMatched(x: Exchange, hosts: readonly HostMapping[]): string | null {
  const host = bareHost(x.header('host'));
  const wild = `*${host.slice(Math.max(0, host.indexOf('.')))}`;
  let matched: string | null = null;
  for (const mapping of hosts) {
    if (mapping.host !== host && mapping.host !== wild) continue;
    const base = mapping.basePath.replace(/^\/|\/$/g, '');
    const fits = base === '' || x.path === `/${base}` || x.path.startsWith(`/${base}/`);
    if (fits && (matched === null || base.length > matched.length)) matched = base;
  }
  return matched === '' ? '(none)' : matched;
}

/** `principalId`, `claims.{name}`, `integrationLatency`, or what a function handed on. */
function authorizerReader(name: string): Read {
  if (name === 'principalId') return (x) => x.caller?.principalId || null;
  if (name === 'integrationLatency' || name === 'latency')
    return (x) => (x.authorizerMs < 0 ? null : String(Math.round(x.authorizerMs)));
  if (name.startsWith('claims.')) {
    const claim = name.slice('claims.'.length);
    return (x) => {
      const claims = x.caller?.claims ?? null;
      return claims === null || !Object.hasOwn(claims, claim) ? null : claimText(claims[claim]);
    };
  }
  return (x) => {
    const context = x.caller?.context;
    return context === undefined || !Object.hasOwn(context, name) ? null : String(context[name]);
  };
}

/** A claim as API Gateway shows it: always text, a list with commas. */
export function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(claimText).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
