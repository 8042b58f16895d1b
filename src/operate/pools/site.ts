import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { JWTPayload } from 'jose';
import type Provider from 'oidc-provider';
import type { Directory } from '../../pools/directory.ts';
import type { RunningPool } from '../../pools/pools.ts';
import type { PoolStore, UserRow } from '../../pools/store.ts';
import { isSecret, secretOf } from '../../pools/tokens.ts';
import type { Login } from './login.ts';
import { page, pageHeaders } from './pages.ts';

const maxFormBytes = 16_384;
// What stands here so as not to load the provider before there is a pool; `paths` in provider.ts has all of them.
const [login, logout, authorize, userInfo, introspect] = [
  '/login',
  '/logout',
  '/oauth2/authorize',
  '/oauth2/userInfo',
  '/oauth2/introspect',
];

/** What one pool answers over HTTP, below its issuer. */
export class PoolSite {
  /** The directory it was made for: a change of the pool makes another. */
  readonly running: Directory;
  readonly #pool: RunningPool;
  readonly #login: Login;
  readonly #failed: (fault: unknown) => void;
  readonly #provider: Provider;
  readonly #serve: ReturnType<Provider['callback']>;

  /** `failed` is told of what broke while a request was answered. */
  constructor(pool: RunningPool, provider: Provider, pages: Login, failed: (fault: unknown) => void) {
    this.#failed = failed;
    this.running = pool.directory;
    this.#pool = pool;
    this.#provider = provider;
    this.#serve = provider.callback();
    this.#login = pages;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    this.#answer(request, response).catch((fault: unknown) => {
      // Whoever has gone meanwhile is no fault.
      if (!response.destroyed) this.#failed(fault);
      if (!response.headersSent)
        this.#page(response, 500, 'This cannot go on', '<p class="wrong">Something went wrong here.</p>');
      else response.destroy();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const whole = request.url ?? '/';
    const rest = whole.slice(this.#pool.pool.poolId.length + 1) || '/';
    const mark = rest.indexOf('?');
    const path = mark < 0 ? rest : rest.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : rest.slice(mark + 1));
    // The provider finds out by these two where it is mounted.
    const mounted = request as IncomingMessage & { originalUrl?: string };
    mounted.originalUrl = whole;
    request.url = rest;
    if (path.startsWith(`${login}/`)) return this.#interact(path.slice(login.length + 1), request, response);
    if (path === login) return this.#redirect(response, authorize, query);
    if (path === logout) return this.#signOut(response, query);
    if (path === userInfo) return this.#userInfo(request, response);
    if (path === introspect && request.method === 'POST') return this.#introspect(request, response);
    // Cognito grants all that a client may have when it asks for nothing.
    if (path === authorize && !query.has('scope')) {
      const client = this.#pool.pool.clients.find((c) => c.clientId === query.get('client_id'));
      if (client !== undefined) query.set('scope', client.scopes.join(' '));
      request.url = `${path}?${query}`;
      mounted.originalUrl = `/${this.#pool.pool.poolId}${request.url}`;
    }
    for (const [name, value] of unframed) response.setHeader(name, value);
    await this.#serve(request, response);
  }

  async #interact(uid: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST' && isForeign(request.headers, this.#pool.pool.issuer)) {
      const body = '<p class="wrong">This form was sent by a page of somebody else.</p>';
      this.#page(response, 403, 'This cannot go on', body);
      return;
    }
    let known: string;
    try {
      known = (await this.#provider.interactionDetails(request, response)).uid;
    } catch {
      known = '';
    }
    if (known !== uid) {
      const body =
        '<p class="wrong">This sign-in has run out, or began in another browser. Go back to the application and begin anew.</p>';
      this.#page(response, 400, 'This cannot go on', body);
      return;
    }
    const form = request.method === 'POST' ? await formOf(request) : null;
    const step = form === null ? this.#login.begin() : await this.#login.take(uid, form);
    if ('page' in step) {
      response.writeHead(200, pageHeaders).end(step.page);
      return;
    }
    const result = { login: { accountId: step.signedIn.sub, remember: true } };
    await this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  /** `/logout?client_id&logout_uri`, in Cognito’s words, for the provider’s own end of a session. */
  #signOut(response: ServerResponse, query: URLSearchParams): void {
    const words = new URLSearchParams();
    for (const [name, to] of [
      ['client_id', 'client_id'],
      ['logout_uri', 'post_logout_redirect_uri'],
      ['state', 'state'],
    ] as const) {
      const value = query.get(name);
      if (value !== null) words.set(to, value);
    }
    this.#redirect(response, '/oauth2/logout', words);
  }

  async #userInfo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
    const { directory, signer, pool } = this.#pool;
    try {
      if (scheme?.toLowerCase() !== 'bearer') throw new Error('no token');
      const payload = await signer.read(token, Date.now());
      const scopes = String(payload.scope ?? '').split(' ');
      const user = directory.store.userBySub(pool.poolId, String(payload.sub));
      if (user === null || !holds(payload, user, directory.store) || !scopes.includes('openid'))
        throw new Error('not for this');
      json(response, 200, { sub: user.sub, ...user.attributes, username: user.name });
    } catch {
      response.setHeader(
        'WWW-Authenticate',
        'Bearer error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."',
      );
      json(response, 401, { error: 'invalid_token' });
    }
  }

  /** RFC 7662, for signed access tokens; what is none of these the provider itself knows about. */
  async #introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
    const [id, secret] = credentials(request.headers.authorization, form);
    const client = this.#pool.pool.clients.find((c) => c.clientId === id);
    const { store } = this.#pool.directory;
    if (client === undefined || !client.hasSecret || !isSecret(secretOf(store, client), secret)) {
      response.setHeader('WWW-Authenticate', `Basic realm="${this.#pool.pool.issuer}"`);
      json(response, 401, { error: 'invalid_client' });
      return;
    }
    const token = form.get('token') ?? '';
    try {
      const payload = await this.#pool.signer.read(token, Date.now());
      if (payload.username !== undefined) {
        const user = store.userBySub(this.#pool.pool.poolId, String(payload.sub));
        if (user === null || !holds(payload, user, store)) throw new Error('of nobody who is signed in');
      }
      json(response, 200, { active: true, token_type: 'Bearer', ...payload });
    } catch {
      const refresh = await this.#provider.RefreshToken.find(token);
      if (refresh === undefined || refresh.clientId !== client.clientId)
        json(response, 200, { active: false });
      else
        json(response, 200, {
          active: true,
          token_type: 'refresh_token',
          client_id: refresh.clientId,
          sub: refresh.accountId,
          scope: refresh.scope,
          exp: refresh.exp,
        });
    }
  }

  #redirect(response: ServerResponse, path: string, query: URLSearchParams): void {
    response
      .writeHead(302, { Location: `${this.#pool.pool.issuer}${path}?${query}`, 'Cache-Control': 'no-store' })
      .end();
  }

  #page(response: ServerResponse, status: number, title: string, body: string): void {
    response.writeHead(status, pageHeaders).end(page(this.#pool.pool.name, title, body));
  }
}

/** For the provider’s own pages, which may have a script: nobody frames them, and nobody learns where they stand. */
const unframed = Object.entries({
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
});

/**
 * Whether a browser says that a form was not sent by a page of the issuer's own: one on another port of this machine
 * counts as the same site to a cookie. `null` is what it says of our own pages, which tell nobody where they stand.
 */
function isForeign({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, issuer: string): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && origin !== 'null' && origin !== new URL(issuer).origin;
}

/** Whether a token is still good for its user, who may have been disabled or signed out since, or revoked it. */
const holds = ({ iat = 0, origin_jti }: JWTPayload, user: UserRow, store: PoolStore): boolean =>
  user.enabled && iat * 1000 >= user.signedOutAt - 999 && !store.isRevoked(user.pool, origin_jti);

function json(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(body));
}

/** A client’s id and secret: RFC 6749 2.3.1, in the header or in the form. */
function credentials(header: string | undefined, form: URLSearchParams): readonly [string, string] {
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':');
  try {
    return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))];
  } catch {
    return ['', ''];
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxFormBytes) throw new Error('the form is too long');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
