import { error, type Note } from '../../../base/note.ts';
import { type Origin, place } from '../../../base/origin.ts';
import type { Integration, Method, Resource } from '../../model/api.ts';
import { shortId } from '../../model/ids.ts';

/** A method as a document lists it: by its whole path. */
export interface Listed {
  readonly path: string;
  readonly httpMethod: string;
  readonly origin: Origin;
  readonly integration: Integration;
  /** Absent: everyone may call it. */
  readonly authorization?: Pick<Method, 'authorizationType' | 'authorizerId' | 'authorizationScopes'>;
  readonly apiKeyRequired: boolean;
  /** What requests must hold; nothing when not given. */
  readonly expected?: Partial<Method>;
}

/** Grows the tree of resources that listed paths need. */
export class PathTree {
  readonly #nodes = new Map<string, { resource: Resource; methods: Method[] }>();
  readonly #id: string;
  readonly #origin: Origin;

  /** `id` and `origin` are those of the API. */
  constructor(id: string, origin: Origin) {
    this.#id = id;
    this.#origin = origin;
    this.#node('/', origin);
  }

  /** The method; null when its path has that method already. A slash at the end of a path does not count. */
  add({
    path,
    httpMethod,
    origin,
    integration,
    authorization,
    apiKeyRequired,
    expected = {},
  }: Listed): Method | null {
    const node = this.#node(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path, origin);
    if (node.methods.some((m) => m.httpMethod === httpMethod)) return null;
    const method: Method = {
      id: `${this.#id}/${httpMethod} ${node.resource.path}`,
      origin,
      httpMethod,
      resourceId: node.resource.resourceId,
      resourcePath: node.resource.path,
      authorizationType: 'NONE',
      ...authorization,
      apiKeyRequired,
      ...expected,
      integration,
    };
    node.methods.push(method);
    return method;
  }

  resources(): Resource[] {
    return [...this.#nodes.values()].map(({ resource, methods }) => ({ ...resource, methods }));
  }

  #node(path: string, origin: Origin): { resource: Resource; methods: Method[] } {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const parent = path === '/' ? null : this.#node(cut === 0 ? '/' : path.slice(0, cut), origin);
    const id = `${this.#id}${path}`;
    const resource: Resource = {
      id,
      origin: path === '/' ? this.#origin : origin,
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

/** What is wrong with a path of segments, `{name}` and `{name+}`, in words that follow it; '' when nothing is. */
export function pathFlaw(path: string): string {
  if (!path.startsWith('/')) return 'must begin with /';
  const segments = path.split('/').slice(1);
  const names = new Set<string>();
  for (const [i, segment] of segments.entries()) {
    if (segment === '' && i < segments.length - 1) return 'has an empty segment';
    if (!/[{}]/.test(segment)) continue;
    const name = /^\{([\w.-]+)\+?\}$/.exec(segment)?.[1];
    if (name === undefined) return `has ${segment}, which must be {name} or {name+} as a whole segment`;
    if (segment.endsWith('+}') && i < segments.length - 1)
      return `has ${segment} before its end: it may only be the last segment`;
    if (names.has(name)) return `has {${name}} twice: each parameter needs a name of its own`;
    names.add(name);
  }
  return '';
}

/** API Gateway takes one `{name}` (and one `{name+}`) among siblings; each further one is an error. */
export function variableSiblings(resources: readonly Resource[]): Note[] {
  const first = new Map<string, Resource>();
  return resources.flatMap((resource) => {
    const { pathPart, parentId, origin } = resource;
    if (!pathPart.startsWith('{')) return [];
    const key = `${parentId} ${pathPart.endsWith('+}')}`;
    const before = first.get(key);
    first.set(key, before ?? resource);
    if (before === undefined) return [];
    const message = `${resource.path} stands beside ${before.path}, at ${place(before.origin)}: only one variable can stand there, so give both the same name`;
    return [error('api.two-variables', message, origin)];
  });
}
