import type { Exchange } from '../../../../base/exchange.ts';
import type { Answer } from '../../../../base/wire.ts';
import type { Definition } from '../../../../define/model/definition.ts';
import type { CommonSettings } from './settings.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Where a protected resource is described: the well-known path stands between its host and its own path (RFC 9728 section 3.1). */
export function metadataAddress(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
}

/** Descriptions of protected resources, which the gateway gives itself (RFC 9728). */
export interface Described {
  takes(x: Exchange): boolean;
  answer(x: Exchange): Answer;
}

/** The descriptions that authorizers of a definition ask for; null when none does. */
export function protectedResources(definition: Definition): Described | null {
  const answers = new Map<string, Answer>();
  for (const { authorizers = [] } of definition.apis)
    for (const { settings } of authorizers) {
      const { resource } = settings as Partial<CommonSettings>;
      if (resource === undefined) continue;
      const { host, pathname } = new URL(metadataAddress(resource));
      answers.set(
        `${host}${pathname}`,
        described(resource, settings as CommonSettings & { issuer?: string }),
      );
    }
  if (answers.size === 0) return null;
  const of = (x: Exchange): Answer | undefined => answers.get(`${x.header('host').toLowerCase()}${x.path}`);
  return {
    takes: (x) =>
      x.path.startsWith(WELL_KNOWN) && (x.method === 'GET' || x.method === 'HEAD') && of(x) !== undefined,
    answer: (x) => of(x)!,
  };
}

function described(resource: string, settings: CommonSettings & { readonly issuer?: string }): Answer {
  const { issuer, dpop, certificateBound, scopesSupported } = settings;
  const servers = settings.authorizationServers ?? (issuer === undefined ? [] : [issuer]);
  const body = JSON.stringify({
    resource,
    ...(servers.length === 0 ? {} : { authorization_servers: servers }),
    bearer_methods_supported: ['header'],
    ...(scopesSupported.length === 0 ? {} : { scopes_supported: scopesSupported }),
    ...(certificateBound ? { tls_client_certificate_bound_access_tokens: true } : {}),
    ...(dpop === 'off'
      ? {}
      : { dpop_signing_alg_values_supported: ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'] }),
    ...(dpop === 'required' ? { dpop_bound_access_tokens_required: true } : {}),
  });
  const headers = [
    ...['Content-Type', 'application/json', 'Cache-Control', 'max-age=300'],
    // Clients in browsers read it before they have a token.
    ...['Access-Control-Allow-Origin', '*'],
  ];
  return Object.freeze({ status: 200, headers, body, length: -1 });
}
