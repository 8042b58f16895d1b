import { resolve } from 'node:path';
import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Api, Integration, Method, MethodSetting } from '../../model/api.ts';
import type { Authorizer } from '../../model/authorizer.ts';
import type { Settings } from '../../model/settings.ts';
import type { Authorization, Authorizers } from './authorizers.ts';
import { frontedApi, noSetting, policyOf, throttleOf } from './front.ts';
import type { ShortApi } from './shape.ts';
import { PathTree, pathFlaw } from './tree.ts';

export interface BuildApi {
  readonly name: string;
  readonly stack: string;
  /** What relative paths mean. */
  readonly folder: string;
  readonly settings: Pick<Settings, 'region'>;
  origin(path: readonly (string | number)[]): Origin;
  readonly authorizers: Authorizers;
}

/** The API a short form stands for: every path and method passed on to its server, and the routes that differ. */
export function buildApi(short: ShortApi, at: BuildApi): { api: Api; notes: Note[] } {
  const building = new Building(short, at);
  for (const [route, settings] of Object.entries(short.routes)) building.route(route, settings);
  if (!short.onlyRoutes) building.others();
  return { api: building.api(), notes: building.notes };
}

class Building {
  readonly notes: Note[] = [];
  readonly #short: ShortApi;
  readonly #at: BuildApi;
  readonly #id: string;
  readonly #tree: PathTree;
  readonly #methodSettings: MethodSetting[];
  /** By name, those that routes ask for. */
  readonly #authorizers = new Map<string, Authorizer>();
  #whole: Authorization | null = null;

  constructor(short: ShortApi, at: BuildApi) {
    this.#short = short;
    this.#at = at;
    this.#id = `${at.stack}/${at.name}`;
    this.#tree = new PathTree(this.#id, at.origin([]));
    this.#methodSettings = [throttleOf(short, this.#id, at.origin(['throttle']))];
  }

  /** Adds a route, written `GET /pets/{id}`. */
  route(route: string, settings: ShortApi['routes'][string]): void {
    const [verb, path] = route.split(' ') as [string, string];
    const httpMethod = verb === '*' ? 'ANY' : verb;
    const here = this.#at.origin(['routes', route]);
    const flaw = pathFlaw(path);
    if (flaw !== '') {
      this.notes.push(error('shape.value', `${path} ${flaw}`, here));
      return;
    }
    const method = this.#tree.add({
      path,
      httpMethod,
      origin: here,
      integration: passingOn(this.#short, settings, this.#at.folder),
      authorization: this.#authorized(route, settings, here),
      apiKeyRequired: settings.apiKeyRequired ?? this.#short.apiKeyRequired,
    });
    if (method === null) {
      const message = `${route} is given twice: a slash at the end does not count`;
      this.notes.push(error('api.duplicate-method', message, here));
      return;
    }
    if (settings.throttle === undefined) return;
    this.#methodSettings.push({
      ...noSetting(`${this.#id}/${route}/throttle`, this.#at.origin(['routes', route, 'throttle'])),
      resourcePath: method.resourcePath,
      httpMethod,
      rateLimit: settings.throttle.rate,
      burstLimit: settings.throttle.burst,
    });
  }

  /** Adds every path and method that no route names. */
  others(): void {
    const { apiKeyRequired } = this.#short;
    const integration = passingOn(this.#short, {}, this.#at.folder);
    const rest = { httpMethod: 'ANY', origin: this.#at.origin(['to']), integration };
    for (const path of ['/', '/{proxy+}'])
      this.#tree.add({ path, ...rest, authorization: this.#ofAll(), apiKeyRequired });
  }

  api(): Api {
    const at = this.#at;
    return frontedApi(
      this.#short,
      {
        id: this.#id,
        origin: at.origin([]),
        name: at.name,
        methodSettings: this.#methodSettings,
        resources: this.#tree.resources(),
        authorizers: [...this.#authorizers.values()],
        policy: policyOf(this.#short, this.#id, at.origin(['policy'])),
      },
      at.settings,
    );
  }

  #authorized(
    route: string,
    settings: ShortApi['routes'][string],
    here: Origin,
  ): Authorization & Pick<Method, 'authorizationScopes'> {
    const { authorizer, scopes } = settings;
    const who =
      authorizer === undefined
        ? this.#ofAll()
        : this.#named(authorizer, this.#at.origin(['routes', route, 'authorizer']));
    const name = authorizer ?? this.#short.authorizer ?? 'none';
    if (scopes !== undefined && (name === 'none' || name === 'iam')) {
      const message = `${route} asks for scopes, and no authorizer looks at its tokens`;
      this.notes.push(error('authorizer.none', message, here));
    }
    return { ...who, authorizationScopes: scopes ?? [] };
  }

  /** Of the API as a whole; named once, so that a name that is none is noted once. */
  #ofAll(): Authorization {
    this.#whole ??= this.#named(this.#short.authorizer, this.#at.origin(['authorizer']));
    return this.#whole;
  }

  #named(name: string | undefined, origin: Origin): Authorization {
    return this.#at.authorizers.named(name, this.#id, this.#authorizers, origin);
  }
}

/** Passes requests on to a server, their path behind the base path as it came. Files are named from `folder`. */
export const passingOn = (
  {
    to,
    timeoutMs,
    preserveHost,
    callerHeaders,
    upstreamTls,
  }: Pick<ShortApi, 'to' | 'timeoutMs' | 'preserveHost' | 'callerHeaders' | 'upstreamTls'>,
  differs: { readonly to?: string; readonly timeoutMs?: number },
  folder: string,
): Integration => ({
  type: 'HTTP_PROXY',
  settings: {
    uri: differs.to ?? to,
    httpMethod: 'ANY',
    requestParameters: Object.fromEntries(
      Object.entries(callerHeaders).map(([name, from]) => [
        `integration.request.header.${name}`,
        `context.authorizer.${from}`,
      ]),
    ),
    timeoutMs: differs.timeoutMs ?? timeoutMs,
    preserveHost,
    forwardPath: true,
    keepHeaders: true,
    ...(upstreamTls === undefined ? {} : { tls: located(upstreamTls, folder) }),
  },
});

/** With files as they are called from anywhere. */
function located(tls: NonNullable<ShortApi['upstreamTls']>, folder: string): object {
  const files = (['ca', 'certificate', 'key'] as const).flatMap((name) =>
    tls[name] === undefined ? [] : [[name, resolve(folder, tls[name])]],
  );
  return { ...tls, ...Object.fromEntries(files) };
}
