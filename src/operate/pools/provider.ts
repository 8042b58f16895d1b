import { createHmac } from 'node:crypto';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import type { PoolClient, UserPool } from '../../define/model/user-pool.ts';
import type { RunningPool } from '../../pools/pools.ts';
import { accessClaims, idClaims, originOf, secretOf } from '../../pools/tokens.ts';
import { StoreAdapter } from './adapter.ts';
import { escaped, page } from './pages.ts';

const ownScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** Where a pool’s endpoints stand, below its issuer: Cognito’s paths. */
export const paths = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userInfo: '/oauth2/userInfo',
  introspection: '/oauth2/introspect',
  revocation: '/oauth2/revoke',
  keys: '/.well-known/jwks.json',
  login: '/login',
  logout: '/logout',
} as const;

/**
 * The OAuth 2.0 and OpenID Connect side of a user pool, on oidc-provider: the code flow with PKCE, client
 * credentials, refresh and revocation. Tokens look as Cognito’s do.
 */
export function makeProvider(running: RunningPool): Provider {
  const { pool, directory } = running;
  const provider = new Provider(pool.issuer, configuration(running));
  provider.on('server_error', (_ctx, fault) =>
    directory.say(`a fault of its sign-in pages: ${fault.message}`),
  );
  return provider;
}

function configuration(running: RunningPool): Configuration {
  const { pool, directory, signer } = running;
  const { store } = directory;
  return {
    adapter: (model: string) => new StoreAdapter(store, pool.poolId, model),
    clients: pool.clients.filter(answersOAuth).map((client) => metadata(client, secretOf(store, client))),
    jwks: { keys: [{ ...signer.privateJwk }] },
    scopes: scopesOf(pool),
    claims: claimsOf(pool),
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    ...usersOf(running),
    features: featuresOf(running),
    routes: {
      authorization: paths.authorization,
      token: paths.token,
      introspection: paths.introspection,
      revocation: paths.revocation,
      jwks: paths.keys,
      userinfo: paths.userInfo,
      end_session: '/oauth2/logout',
    },
    interactions: { url: (_ctx, interaction) => `${pool.issuer}${paths.login}/${interaction.uid}` },
    cookies: cookiesOf(running),
    pkce: { required: () => false },
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    ttl: lifetimesOf(running),
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = page(
        pool.name,
        'This cannot go on',
        `<p class="wrong">${escaped(out.error_description ?? out.error)}</p><p>Go back to the application and begin anew.</p>`,
      );
    },
  };
}

/** Who a token is for, and what it says of them. */
const usersOf = ({
  pool,
  directory,
}: RunningPool): Pick<Configuration, 'loadExistingGrant' | 'findAccount' | 'extraTokenClaims'> => ({
  // A pool’s clients are its own: nobody is asked whether they may act for a user (Cognito asks nobody).
  async loadExistingGrant(ctx) {
    const { client, session, provider } = ctx.oidc;
    const known = session!.grantIdFor(client!.clientId);
    const before = known === undefined ? undefined : await provider.Grant.find(known);
    const grant =
      before ?? new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
    grant.addOIDCScope(client!.scope ?? '');
    grant.addResourceScope(pool.issuer, client!.scope ?? '');
    await grant.save();
    return grant;
  },
  async findAccount(_ctx, sub) {
    const user = directory.store.userBySub(pool.poolId, sub);
    if (user === null || !user.enabled) return undefined;
    const claims = { ...idClaims(pool, user, directory.groupsOf(user)), token_use: 'id', sub: user.sub };
    return { accountId: user.sub, claims: async () => claims };
  },
  async extraTokenClaims(_ctx, token) {
    const client = clientOf(pool, token.clientId);
    if (!('accountId' in token)) return { token_use: 'access', version: 2, client_id: client.clientId };
    const user = directory.store.userBySub(pool.poolId, String(token.accountId));
    if (user === null) return undefined;
    const origin = token.grantId === undefined ? {} : { origin_jti: originOf(token.grantId) };
    return { ...accessClaims(user, client, directory.groupsOf(user)), ...origin, token_use: 'access' };
  },
});

const cookiesOf = ({ pool, directory }: RunningPool): Configuration['cookies'] => ({
  keys: [createHmac('sha256', directory.store.secret).update(`cookies/${pool.poolId}`).digest('base64url')],
  // A cookie heeds no port: what stands beside on this machine is not sent the session, nor does another pool end it.
  long: { httpOnly: true, sameSite: 'lax', path: `/${pool.poolId}` },
  names: {
    session: 'portcullis_session',
    interaction: 'portcullis_interaction',
    resume: 'portcullis_resume',
  },
});

const clientOf = (pool: UserPool, id: string | undefined): PoolClient =>
  pool.clients.find((client) => client.clientId === id)!;

/** The claims that a scope stands for. */
const claimsOf = (pool: UserPool): Configuration['claims'] => ({
  openid: [
    'sub',
    'cognito:username',
    'cognito:groups',
    'cognito:roles',
    'cognito:preferred_role',
    'token_use',
    'auth_time',
  ],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  profile: [...profile, ...pool.attributes.map((a) => a.name)],
});

const featuresOf = ({ pool }: RunningPool): Configuration['features'] => ({
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: {
    enabled: true,
    allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
  },
  introspection: {
    enabled: true,
    allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
  },
  dPoP: { enabled: true },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => {
      ctx.type = 'html';
      ctx.body = page(
        pool.name,
        'Sign out',
        `${form}<p>You are about to sign out.</p><button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>`,
      );
    },
  },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => pool.issuer,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, _resource, client) => ({
      scope: scopesOf(pool).join(' '),
      accessTokenFormat: 'jwt',
      accessTokenTTL: clientOf(pool, client.clientId).accessSeconds,
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
});

/** How long what is given out counts, in seconds. */
const lifetimesOf = ({ pool }: RunningPool): Configuration['ttl'] => ({
  AccessToken: (_ctx, _token, client) => clientOf(pool, client.clientId).accessSeconds,
  ClientCredentials: (_ctx, _token, client) => clientOf(pool, client.clientId).accessSeconds,
  IdToken: (_ctx, _token, client) => clientOf(pool, client.clientId).idSeconds,
  RefreshToken: (_ctx, _token, client) => clientOf(pool, client.clientId).refreshSeconds,
  AuthorizationCode: 300,
  Interaction: 1800,
  Session: 3600,
  Grant: 10 * 365 * 86_400,
});

const answersOAuth = (client: PoolClient): boolean =>
  client.oauth && (client.oauthFlows.includes('code') || client.oauthFlows.includes('client_credentials'));

export const scopesOf = (pool: UserPool): string[] => [
  ...ownScopes,
  ...pool.resourceServers.flatMap((server) =>
    server.scopes.map((scope) => `${server.identifier}/${scope.name}`),
  ),
];

function metadata(client: PoolClient, secret: string): ClientMetadata {
  const forUsers = client.oauthFlows.includes('code');
  const web = client.callbackUrls.every((url) => /^https?:/.test(url));
  return {
    client_id: client.clientId,
    client_name: client.name,
    ...(secret === '' ? {} : { client_secret: secret }),
    // Basic and in the body alike, as Cognito takes both.
    token_endpoint_auth_method: secret === '' ? 'none' : 'client_secret_basic',
    application_type: web ? 'web' : 'native',
    grant_types: forUsers ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
    response_types: forUsers ? ['code'] : [],
    redirect_uris: forUsers ? [...client.callbackUrls] : [],
    post_logout_redirect_uris: [...client.logoutUrls],
    scope: client.scopes.join(' '),
  };
}

const profile = [
  ...[
    'address',
    'birthdate',
    'family_name',
    'gender',
    'given_name',
    'locale',
    'middle_name',
    'name',
    'nickname',
  ],
  ...['picture', 'preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
];
