import type { Exchange } from '../../../../base/exchange.ts';

/** The host that a request names, in lower case, without its port and the dot of the root; '' when it names none. */
export function hostOf(x: Exchange): string {
  const host = x.header('host');
  const colon = host.lastIndexOf(':');
  const bare = colon > host.lastIndexOf(']') ? host.slice(0, colon) : host;
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();
}

/** The domain that a token made for a host is good for: the broadest of `domains` it lies in, or the host itself. */
export function domainFor(host: string, domains: readonly string[]): string {
  let broadest = host;
  for (const domain of domains) {
    if (within(host, domain) && domain.length < broadest.length) broadest = domain;
  }
  return broadest;
}

/** Whether a token for `domain` counts at a host: its own, or one of `domains` and what lies below them. */
export function counts(domain: string, host: string, domains: readonly string[]): boolean {
  if (domain === host) return true;
  for (let i = 0; i < domains.length; i++) if (within(domain, domains[i]!)) return true;
  return false;
}

const within = (host: string, domain: string): boolean =>
  host === domain ||
  (host.length > domain.length &&
    host.endsWith(domain) &&
    host.charCodeAt(host.length - domain.length - 1) === 46);
