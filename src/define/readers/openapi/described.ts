import type { z } from 'zod';
import type { Api, MethodSetting, Resource, ResourcePolicy } from '../../model/api.ts';
import type { Authorizer } from '../../model/authorizer.ts';
import type { GatewayResponse } from '../../model/gateway-response.ts';
import type { Standing } from '../cloudformation/resource.ts';
import type { Path } from '../document.ts';
import { Authorizers } from '../yaml/authorizers.ts';
import { frontShape } from '../yaml/shape.ts';
import { PathTree } from '../yaml/tree.ts';
import { type Expecting, standingOf } from './expected/expected.ts';
import { expectingOf } from './expected/setting.ts';
import { extensionPlaces } from './extensions.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { INTEGRATION, listedOperations, type Rooted, readPath } from './operations.ts';
import type { Reading } from './reading.ts';
import { Security } from './security.ts';
import { Servers } from './servers.ts';
import { componentsShape, infoShape, openapiShape, pathsShape, swaggerShape, tagShape } from './shapes.ts';

export type Front = z.infer<typeof frontShape>;
type Root = z.infer<typeof openapiShape> & Partial<z.infer<typeof swaggerShape>>;

/** What a document says of its API, whatever stands in front of it; null where it says nothing. */
export interface Described {
  readonly root: Root;
  /** `x-portcullis` as it is written, and as it was read. */
  readonly written: object;
  readonly front: Front;
  /** True when every operation has an integration of its own. */
  readonly integrated: boolean;
  readonly expecting: Expecting;
  readonly title: string | null;
  readonly description: string;
  /** Throttles that operations have of their own. */
  readonly methodSettings: readonly MethodSetting[];
  /** The tree, from its root. */
  readonly resources: readonly Resource[];
  readonly binaryMediaTypes: readonly string[] | null;
  readonly endpointType: Api['endpointType'] | null;
  readonly disableExecuteApiEndpoint: boolean;
  /** Null: it does not say. */
  readonly accessMode: 'BASIC' | 'STRICT' | null;
  /** In bytes: answers of that many and more are compressed. */
  readonly minimumCompressionSize: number | null;
  readonly apiKeySource: Api['apiKeySource'] | null;
  readonly authorizers: readonly Authorizer[];
  readonly policy: ResourcePolicy | null;
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Reads what a document says, on its own or within a template; null, and notes, when it cannot be read at all. */
export function describedBy(reading: Reading): Described | null {
  const { id } = reading;
  const entered = entrance(reading);
  if (entered === null) return null;
  const { root, isAws, integrated, expecting, kept } = entered;
  const info = reading.part(infoShape, root.info, ['info'], id, { prefix: 'info/' });
  const tags = readTags(root, reading);
  const [schemes, schemesPath] = readComponents(root, expecting, reading);
  const { written, front, authorizers } = readFront(root, reading);
  const security = new Security(schemes, schemesPath, reading, isAws, authorizers);
  const tree = new PathTree(id, reading.origin([]));
  const servers = new Servers(reading, kept);
  const rooted: Rooted = {
    reading,
    tree,
    security,
    authorized: (name, path) => authorizers.named(name, id, security.used, reading.origin(path)),
    front,
    integrated,
    isAws,
    expecting,
    rootSecurity: rootSecurity(root, isAws, reading),
    serverOf: 'swagger' in root ? swaggerServer(root, servers) : nearestServer(root, servers),
  };
  const paths = reading.part(pathsShape, root.paths, ['paths'], id, { prefix: 'paths/' }) ?? {};
  const methodSettings = Object.entries(paths).flatMap(([key, raw]) => readPath(key, raw, rooted));
  security.close();
  if (!entered.hasOperations)
    reading.error('openapi.no-operations', 'paths lists no operation: nothing would be served', ['paths']);
  const settings = gatewaySettings(root, servers, reading);
  reading.misplaced(Object.entries(extensionPlaces).map(([name, extensions]) => ({ name, extensions })));
  return {
    root,
    written,
    front,
    integrated,
    expecting,
    title: info?.title ?? null,
    description: info?.description ?? '',
    methodSettings,
    resources: tree.resources(),
    ...settings,
    authorizers: [...security.used.values()],
    gatewayResponses: gatewayResponses(root['x-amazon-apigateway-gateway-responses'], reading),
    tags,
  };
}

/** How a document is to be read: its root, whom it is for, and what its operations expect. */
interface Entrance extends Pick<Described, 'root' | 'integrated' | 'expecting'> {
  /** True when it is written for API Gateway. */
  readonly isAws: boolean;
  readonly hasOperations: boolean;
  /** Why its servers are only stored; null where they answer. */
  readonly kept: Standing | null;
}

/** Null, and notes, when its version is none that is read, or its root does not fit its shape. */
function entrance(reading: Reading): Entrance | null {
  const { value } = reading.source.document;
  const flaw = versionFlaw(value as { openapi?: unknown; swagger?: unknown });
  if (flaw !== null) return reading.error('openapi.version', flaw.message, [flaw.key]);
  const isAws = reading.embedded || reading.pointers.extensions.length > 0;
  const operations = [...listedOperations((value as Root).paths, reading)];
  const integrated = reading.embedded || operations.some((operation) => INTEGRATION in operation);
  const kept: Standing | null = integrated
    ? { fidelity: 'stored', reason: 'every operation has an integration of its own' }
    : null;
  const expecting = expectingOf(value as Readonly<Record<string, unknown>>, isAws, reading);
  const shape = ('swagger' in (value as object) ? swaggerShape : openapiShape) as unknown as z.ZodType<Root>;
  const standing = { servers: kept, host: kept, basePath: kept, schemes: kept, ...standingOf(expecting) };
  const root = reading.part(shape, value, [], reading.id, { standing });
  if (root === null) return null;
  return { root, isAws, integrated, expecting, kept, hasOperations: operations.length > 0 };
}

/** What `x-portcullis` says; where it cannot be read, which is noted, what it says when nothing is written. */
function readFront(
  root: Root,
  reading: Reading,
): Pick<Described, 'written' | 'front'> & { readonly authorizers: Authorizers } {
  const written = root['x-portcullis'] ?? {};
  const front =
    reading.part(frontShape, written, ['x-portcullis'], reading.id, { prefix: 'x-portcullis/' }) ??
    frontShape.parse({});
  const authorizers = new Authorizers(front.authorizers, {
    draft: reading.draft,
    folder: reading.source.folder,
    origin: (path) => reading.origin(['x-portcullis', 'authorizers', ...path]),
  });
  return { written, front, authorizers };
}

/** What the extensions at the root say of the API as a whole (API Gateway: "OpenAPI extensions"). */
function gatewaySettings(root: Root, servers: Servers, reading: Reading) {
  const endpoint = endpointOf(root, servers);
  const document = root['x-amazon-apigateway-policy'];
  const policy = {
    id: `${reading.id}/policy`,
    origin: reading.origin(['x-amazon-apigateway-policy']),
  };
  return {
    binaryMediaTypes: root['x-amazon-apigateway-binary-media-types'] ?? null,
    endpointType: endpoint.types?.[0] ?? null,
    disableExecuteApiEndpoint: endpoint.disableExecuteApiEndpoint ?? false,
    accessMode: root['x-amazon-apigateway-endpoint-access-mode'] ?? null,
    minimumCompressionSize: root['x-amazon-apigateway-minimum-compression-size'] ?? null,
    apiKeySource: root['x-amazon-apigateway-api-key-source'] ?? null,
    policy: document === undefined ? null : { ...policy, document },
  };
}

/** The server of an operation of OpenAPI 2: the host of the document, by the operation's own schemes or the root's. */
const swaggerServer =
  (root: Root, servers: Servers): Rooted['serverOf'] =>
  (own) =>
    servers.ofSwagger(
      { host: root.host, basePath: root.basePath ?? '' },
      own.schemes === undefined
        ? { value: root.schemes, path: ['schemes'] }
        : { value: own.schemes, path: [...own.path, 'schemes'] },
    );

/** The server of an operation of OpenAPI 3: its own, its path's, or the root's. */
const nearestServer =
  (root: Root, servers: Servers): Rooted['serverOf'] =>
  (own, item) =>
    servers.of([
      { value: own.servers, path: [...own.path, 'servers'] },
      { value: item.servers, path: [...item.path, 'servers'] },
      { value: root.servers, path: ['servers'] },
    ]);

function readTags(root: Root, reading: Reading): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const [i, raw] of (root.tags ?? []).entries()) {
    const tag = reading.part(tagShape, raw, ['tags', i], reading.id, { prefix: `tags/${i}/` });
    const value = tag?.['x-amazon-apigateway-tag-value'];
    if (tag !== null && value !== undefined) tags[tag.name] = value;
  }
  return tags;
}

/** Enters the components in the ledger; what comes back are the security schemes, and where they stand. */
function readComponents(root: Root, expecting: Expecting, reading: Reading): [unknown, Path] {
  if (root.securityDefinitions !== undefined) return [root.securityDefinitions, ['securityDefinitions']];
  if (root.components === undefined) return [null, []];
  const components = reading.part(componentsShape, root.components, ['components'], reading.id, {
    prefix: 'components/',
    standing: standingOf(expecting),
  });
  return [components?.securitySchemes, ['components', 'securitySchemes']];
}

function rootSecurity(root: Root, isAws: boolean, reading: Reading): Rooted['rootSecurity'] {
  if (root.security === undefined || root.security.length === 0) return [];
  if (!isAws) return root.security;
  reading.warning(
    'security.root-ignored',
    'API Gateway ignores security at the root: write it at every operation that needs it',
    ['security'],
  );
  return [];
}

/** The endpoint, as the root and, in OpenAPI 3, servers say; the root goes first. */
function endpointOf(root: Root, servers: Servers) {
  const key = 'x-amazon-apigateway-endpoint-configuration';
  const inServers = servers.read(root.servers ?? [], ['servers']).map((server) => server?.[key] ?? {});
  return Object.assign({}, ...inServers.reverse(), root[key]) as NonNullable<Root[typeof key]>;
}

/** What is wrong with the version; null when it can be read. */
function versionFlaw({ openapi, swagger }: { openapi?: unknown; swagger?: unknown }) {
  if (swagger !== undefined)
    return /^2(\.0)?$/.test(String(swagger))
      ? null
      : { key: 'swagger', message: `swagger must be 2.0, not ${swagger}` };
  return /^3\.[01](\.|$)/.test(String(openapi))
    ? null
    : { key: 'openapi', message: `openapi must be 3.0 or 3.1, not ${openapi}` };
}
