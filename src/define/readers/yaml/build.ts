import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { AccessLogSetting, Api, Method, MethodSetting, Resource } from '../../model/api.ts';
import { shortId, stageArn } from '../../model/ids.ts';
import type { Settings } from '../../model/settings.ts';
import { accessLogFormats } from './access-log.ts';
import type { ShortApi } from './shape.ts';

/** The one stage a short-form API has. */
export const STAGE = 'live';

export interface BuildApi {
  readonly name: string;
  readonly stack: string;
  readonly settings: Pick<Settings, 'region'>;
  origin(path: readonly (string | number)[]): Origin;
}

/** The API a short form stands for: every path and method passed on to its server, and the routes that differ. */
export function buildApi(short: ShortApi, at: BuildApi): { api: Api; notes: Note[] } {
  const id = `${at.stack}/${at.name}`;
  const apiId = shortId(id, 10);
  const origin = at.origin([]);
  const tree = new Tree(id, short, at);
  const methodSettings: MethodSetting[] = [
    {
      ...blank(`${id}/throttle`, at.origin(['throttle'])),
      resourcePath: '*',
      httpMethod: '*',
      rateLimit: short.throttle.rate,
      burstLimit: short.throttle.burst,
      loggingLevel: short.executionLog,
      shared: true,
    },
  ];
  for (const [route, settings] of Object.entries(short.routes)) {
    const [verb, path] = route.split(' ') as [string, string];
    const httpMethod = verb === '*' ? 'ANY' : verb;
    const method = tree.add(path, httpMethod, route, settings);
    if (method === null || settings.throttle === undefined) continue;
    methodSettings.push({
      ...blank(`${id}/${route}/throttle`, at.origin(['routes', route, 'throttle'])),
      resourcePath: method.resourcePath,
      httpMethod,
      rateLimit: settings.throttle.rate,
      burstLimit: settings.throttle.burst,
    });
  }
  if (!short.onlyRoutes) {
    tree.add('/', 'ANY', null, {});
    tree.add('/{proxy+}', 'ANY', null, {});
  }
  const api: Api = {
    id,
    origin,
    apiId,
    name: at.name,
    description: '',
    endpointType: 'REGIONAL',
    binaryMediaTypes: ['*/*'],
    disableExecuteApiEndpoint: false,
    tags: {},
    resources: tree.resources(),
    hosts: [{ host: short.host.toLowerCase(), basePath: short.basePath, stage: STAGE }],
    stages: [
      {
        id: `${id}/${STAGE}`,
        origin,
        name: STAGE,
        arn: stageArn(at.settings.region, apiId, STAGE),
        deploymentId: 'live',
        description: '',
        variables: {},
        methodSettings,
        accessLog: accessLog(short, at.name),
        tags: {},
      },
    ],
  };
  return { api, notes: tree.notes };
}

function blank(id: string, origin: Origin): MethodSetting {
  return {
    id,
    origin,
    resourcePath: '*',
    httpMethod: '*',
    rateLimit: null,
    burstLimit: null,
    loggingLevel: null,
    dataTrace: null,
    metrics: null,
    shared: false,
  };
}

function accessLog(short: ShortApi, name: string): AccessLogSetting | null {
  if (short.accessLog === false) return null;
  const key = short.accessLog === true ? 'json' : short.accessLog;
  return { destinationArn: `access/${name}`, format: accessLogFormats[key] ?? key };
}

/** Grows the tree of resources that the routes need. */
class Tree {
  readonly notes: Note[] = [];
  readonly #nodes = new Map<string, { resource: Resource; methods: Method[] }>();
  readonly #id: string;
  readonly #short: ShortApi;
  readonly #at: BuildApi;

  constructor(id: string, short: ShortApi, at: BuildApi) {
    this.#id = id;
    this.#short = short;
    this.#at = at;
    this.#node('/');
  }

  add(
    path: string,
    httpMethod: string,
    route: string | null,
    differs: { to?: string; timeoutMs?: number },
  ): Method | null {
    const origin = this.#at.origin(route === null ? ['to'] : ['routes', route]);
    const wrong = flaw(path);
    if (wrong !== '') {
      this.notes.push(error('shape.value', `${path} ${wrong}`, origin));
      return null;
    }
    const node = this.#node(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
    if (node.methods.some((m) => m.httpMethod === httpMethod)) return null;
    const method: Method = {
      id: `${this.#id}/${httpMethod} ${node.resource.path}`,
      origin,
      httpMethod,
      resourceId: node.resource.resourceId,
      resourcePath: node.resource.path,
      authorizationType: 'NONE',
      apiKeyRequired: false,
      integration: {
        type: 'HTTP_PROXY',
        settings: {
          uri: differs.to ?? this.#short.to,
          httpMethod: 'ANY',
          requestParameters: {},
          timeoutMs: differs.timeoutMs ?? this.#short.timeoutMs,
          preserveHost: this.#short.preserveHost,
          forwardPath: true,
        },
      },
    };
    node.methods.push(method);
    return method;
  }

  resources(): Resource[] {
    return [...this.#nodes.values()].map(({ resource, methods }) => ({ ...resource, methods }));
  }

  #node(path: string): { resource: Resource; methods: Method[] } {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const parent = path === '/' ? null : this.#node(cut === 0 ? '/' : path.slice(0, cut));
    const id = `${this.#id}${path}`;
    const resource: Resource = {
      id,
      origin: this.#at.origin([]),
      resourceId: shortId(`${id}/resource`, 6),
      parentId: parent?.resource.resourceId ?? '',
      pathPart: path === '/' ? '' : path.slice(cut + 1),
      path,
      methods: [],
    };
    const node = { resource, methods: [] };
    this.#nodes.set(path, node);
    return node;
  }
}

/** What is wrong with a route's path, in words; '' when nothing is. */
function flaw(path: string): string {
  const segments = path.split('/').slice(1);
  for (const [i, segment] of segments.entries()) {
    if (segment === '' && i < segments.length - 1) return 'has an empty segment';
    if (/[{}]/.test(segment) && !/^\{[\w.-]+\+?\}$/.test(segment))
      return `has ${segment}, which must be {name} or {name+} as a whole segment`;
    if (segment.endsWith('+}') && i < segments.length - 1)
      return `has ${segment} before its end: it may only be the last segment`;
  }
  return '';
}
