import { authorizer } from '../authorizer.ts';
import { flushBytes, flushCell } from '../flush.ts';
import { audiencesOf, resourceServer } from '../tokens/common.ts';
import { described } from '../tokens/discovery.ts';
import { Introspector } from '../tokens/introspection.ts';
import { IssuerState } from '../tokens/issuer-state.ts';
import { secretOf } from '../tokens/jwt.ts';
import { introspectionShape } from '../tokens/settings.ts';

/** Takes opaque tokens, which their issuer is asked about (RFC 7662). */
export default authorizer({
  name: 'INTROSPECTION',
  shape: introspectionShape,
  compile(settings, at, given) {
    const { endpoint, issuer = '' } = settings;
    const introspector = new Introspector({
      by: at.by,
      clock: given.clock,
      fetch: endpoint === undefined ? discovering(issuer, given.fetch) : given.fetch,
      url: endpoint ?? '',
      clientId: settings.clientId,
      clientSecret: secretOf(settings.clientSecretFile, settings.clientSecretEnv)!.toString(),
      ttlMs: settings.ttlSeconds * 1000,
      issuer,
      audiences: audiencesOf(settings.audience),
      skewMs: settings.clockSkewSeconds * 1000,
      state: new IssuerState(given.cells, 'answers', endpoint ?? issuer),
      flushed: new Int32Array(given.cells(flushCell(at.site.stage.id), flushBytes)),
    });
    return resourceServer(settings, introspector, at, given);
  },
});

/** Asks where the issuer says; it is looked up once, and again when that failed. */
function discovering(issuer: string, fetch: Parameters<typeof described>[1]): typeof fetch {
  let found: Promise<string> | null = null;
  return async (request) => {
    found ??= described(issuer, fetch).then(({ introspection }) => {
      if (introspection === '') throw new Error(`${issuer} names no introspection_endpoint`);
      return introspection;
    });
    const url = await found.catch((fault: unknown) => {
      found = null;
      throw fault;
    });
    return fetch({ ...request, url });
  };
}
