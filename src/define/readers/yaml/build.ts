import { resolve } from 'node:path';
import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Api, Integration, MethodSetting } from '../../model/api.ts';
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
  const id = `${at.stack}/${at.name}`;
  const origin = at.origin([]);
  const tree = new PathTree(id, origin);
  const notes: Note[] = [];
  const methodSettings: MethodSetting[] = [throttleOf(short, id, at.origin(['throttle']))];
  const used = new Map<string, Authorizer>();
  const named = (name: string | undefined, where: Origin) => at.authorizers.named(name, id, used, where);
  let own: Authorization | null = null;
  // Named once, so that a name that is none is noted once.
  const whole = (): Authorization => {
    own ??= named(short.authorizer, at.origin(['authorizer']));
    return own;
  };
  for (const [route, settings] of Object.entries(short.routes)) {
    const [verb, path] = route.split(' ') as [string, string];
    const httpMethod = verb === '*' ? 'ANY' : verb;
    const here = at.origin(['routes', route]);
    const flaw = pathFlaw(path);
    if (flaw !== '') {
      notes.push(error('shape.value', `${path} ${flaw}`, here));
      continue;
    }
    const integration = passingOn(short, settings, at.folder);
    const apiKeyRequired = settings.apiKeyRequired ?? short.apiKeyRequired;
    const who =
      settings.authorizer === undefined
        ? whole()
        : named(settings.authorizer, at.origin(['routes', route, 'authorizer']));
    const name = settings.authorizer ?? short.authorizer ?? 'none';
    if (settings.scopes !== undefined && (name === 'none' || name === 'iam'))
      notes.push(
        error('authorizer.none', `${route} asks for scopes, and no authorizer looks at its tokens`, here),
      );
    const authorization = { ...who, authorizationScopes: settings.scopes ?? [] };
    const listed = { path, httpMethod, origin: here, integration, authorization, apiKeyRequired };
    const method = tree.add(listed);
    if (method === null) {
      notes.push(
        error('api.duplicate-method', `${route} is given twice: a slash at the end does not count`, here),
      );
      continue;
    }
    if (settings.throttle === undefined) continue;
    methodSettings.push({
      ...noSetting(`${id}/${route}/throttle`, at.origin(['routes', route, 'throttle'])),
      resourcePath: method.resourcePath,
      httpMethod,
      rateLimit: settings.throttle.rate,
      burstLimit: settings.throttle.burst,
    });
  }
  if (!short.onlyRoutes) {
    const { apiKeyRequired } = short;
    const integration = passingOn(short, {}, at.folder);
    const rest = { httpMethod: 'ANY', origin: at.origin(['to']), integration, authorization: whole() };
    for (const path of ['/', '/{proxy+}']) tree.add({ path, ...rest, apiKeyRequired });
  }
  const api = frontedApi(
    short,
    {
      id,
      origin,
      name: at.name,
      methodSettings,
      resources: tree.resources(),
      authorizers: [...used.values()],
      policy: policyOf(short, id, at.origin(['policy'])),
    },
    at.settings,
  );
  return { api, notes };
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
