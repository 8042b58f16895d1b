import type { Exchange } from '../../base/exchange.ts';
import type { Site } from './layer.ts';

/** The host a request was sent to, without its port: `$context.domainName`. */
export function domainName(x: Exchange): string {
  const host = x.header('host');
  const colon = host.lastIndexOf(':');
  return colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
}

/** The host in lower case, without its port and the dot of the root. */
export function bareHost(host: string): string {
  const colon = host.lastIndexOf(':');
  const bare = colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();
}

/** What API Gateway shows a function as `path`, and as `requestContext.path`. */
export interface Paths {
  readonly path: string;
  readonly contextPath: string;
}

/**
 * On an execute-api address the path stands without its stage, and the context's with it; where the API was
 * reached through a mapping or a routing rule, both have the base path.
 */
export function paths(x: Exchange, site: Site): Paths {
  const prefix = x.path.endsWith(x.inner) ? x.path.slice(0, x.path.length - x.inner.length) : '';
  const mapped =
    !x.path.startsWith('/_aws/execute-api/') &&
    !domainName(x).startsWith(`${site.api.apiId}.execute-api.`) &&
    (site.api.routingRules !== undefined ||
      site.api.hosts.some((h) => h.basePath === (prefix === '' ? '/' : prefix)));
  if (mapped) return { path: x.path, contextPath: x.path };
  return { path: x.inner, contextPath: `/${site.stage.name}${x.inner === '/' ? '/' : x.inner}` };
}
