import type { z } from 'zod';
import type { Api } from '../../model/api.ts';
import type { Path } from '../document.ts';
import { addAcls } from '../yaml/acls.ts';
import { Authorizers } from '../yaml/authorizers.ts';
import { frontedApi, policyOf, throttleOf } from '../yaml/front.ts';
import { addPlans } from '../yaml/plans.ts';
import { frontShape } from '../yaml/shape.ts';
import { PathTree, variableSiblings } from '../yaml/tree.ts';
import { type Expecting, standingOf } from './expected/expected.ts';
import { expectedOf, expectingOf } from './expected/setting.ts';
import { extensionPlaces } from './extensions.ts';
import { gatewayResponses } from './gateway-responses.ts';
import { INTEGRATION, listedOperations, type Rooted, readPath } from './operations.ts';
import type { Reading } from './reading.ts';
import { Security } from './security.ts';
import { Servers } from './servers.ts';
import { componentsShape, infoShape, openapiShape, pathsShape, swaggerShape, tagShape } from './shapes.ts';

type Front = z.infer<typeof frontShape>;
type Root = z.infer<typeof openapiShape> & Partial<z.infer<typeof swaggerShape>>;

/** Reads one document into the draft: an API with one stage, and what `x-portcullis` puts in front of it. */
export function readDocument(reading: Reading): void {
  const { draft, id, source } = reading;
  const { document } = source;
  const isSwagger = 'swagger' in (document.value as object);
  const isAws = reading.pointers.extensions.length > 0;
  const operations = [...listedOperations((document.value as Root).paths, reading)];
  const integrated = operations.some((operation) => INTEGRATION in operation);
  const kept = integrated
    ? { fidelity: 'stored' as const, reason: 'every operation has an integration of its own' }
    : null;
  const expecting = expectingOf(document.value as Readonly<Record<string, unknown>>, isAws, reading);
  const shape = (isSwagger ? swaggerShape : openapiShape) as unknown as z.ZodType<Root>;
  const root = reading.part(shape, document.value, [], id, {
    standing: { servers: kept, host: kept, basePath: kept, schemes: kept, ...standingOf(expecting) },
  });
  if (root === null) return;
  const info = reading.part(infoShape, root.info, ['info'], id, { prefix: 'info/' });
  const tags = readTags(root, reading);
  const [schemes, schemesPath] = readComponents(root, expecting, reading);
  const written = root['x-portcullis'] ?? {};
  const front =
    reading.part(frontShape, written, ['x-portcullis'], id, { prefix: 'x-portcullis/' }) ??
    frontShape.parse({});
  const authorizers = new Authorizers(front.authorizers, {
    draft,
    folder: source.folder,
    origin: (path) => reading.origin(['x-portcullis', 'authorizers', ...path]),
  });
  const security = new Security(schemes, schemesPath, reading, isAws, authorizers);
  const origin = reading.origin([]);
  const tree = new PathTree(id, origin);
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
    serverOf: (own, item) =>
      isSwagger
        ? servers.ofSwagger(
            { host: root.host, basePath: root.basePath ?? '' },
            own.schemes === undefined
              ? { value: root.schemes, path: ['schemes'] }
              : { value: own.schemes, path: [...own.path, 'schemes'] },
          )
        : servers.of([
            { value: own.servers, path: [...own.path, 'servers'] },
            { value: item.servers, path: [...item.path, 'servers'] },
            { value: root.servers, path: ['servers'] },
          ]),
  };
  const paths = reading.part(pathsShape, root.paths, ['paths'], id, { prefix: 'paths/' }) ?? {};
  const methodSettings = Object.entries(paths).flatMap(([key, raw]) => readPath(key, raw, rooted));
  security.close();
  if (operations.length === 0)
    reading.error('openapi.no-operations', 'paths lists no operation: nothing would be served', ['paths']);
  const endpoint = endpointOf(root, servers);
  reading.misplaced(Object.entries(extensionPlaces).map(([name, extensions]) => ({ name, extensions })));
  tellFront(written, front, integrated, reading);
  const resources = tree.resources();
  draft.note(...variableSiblings(resources));
  const binary = root['x-amazon-apigateway-binary-media-types'];
  const policy = root['x-amazon-apigateway-policy'];
  const behind = frontedApi(
    front,
    {
      id,
      origin,
      name: info?.title ?? source.name,
      log: source.name,
      description: info?.description ?? '',
      methodSettings: [
        throttleOf(front, id, reading.origin(['x-portcullis', 'throttle'])),
        ...methodSettings,
      ],
      resources,
      binaryMediaTypes: binary ?? (integrated ? [] : ['*/*']),
      ...(endpoint.types === undefined ? {} : { endpointType: endpoint.types[0] }),
      disableExecuteApiEndpoint: endpoint.disableExecuteApiEndpoint ?? false,
      apiKeySource: root['x-amazon-apigateway-api-key-source'] ?? 'HEADER',
      authorizers: [...security.used.values()],
      policy:
        policy === undefined
          ? policyOf(front, id, reading.origin(['x-portcullis', 'policy']))
          : { id: `${id}/policy`, origin: reading.origin(['x-amazon-apigateway-policy']), document: policy },
      tags,
    },
    draft.settings,
  );
  const api: Api = {
    ...behind,
    ...expectedOf(expecting),
    minimumCompressionSize: root['x-amazon-apigateway-minimum-compression-size'] ?? null,
    gatewayResponses: gatewayResponses(root['x-amazon-apigateway-gateway-responses'], reading),
  };
  draft.apis.push(api);
  protect(written, front, api, reading);
  addPlans(front, {
    stack: source.name,
    apis: new Map([[api.name, api]]),
    draft,
    origin: (path) => reading.origin(['x-portcullis', ...path]),
  });
  draft.stacks.push({
    name: source.name,
    file: document.file,
    description: info?.description ?? '',
    outputs: [],
    resources: [],
  });
}

/** Web ACLs and IP sets of `x-portcullis`, and the one that stands in front of the API. */
function protect(written: object, front: Front, api: Api, reading: Reading): void {
  const { draft, source } = reading;
  const base: Path = ['x-portcullis'];
  const origin = (path: Path) => reading.origin([...base, ...path]);
  const context = {
    stack: source.name,
    settings: draft.settings,
    catalogue: draft.catalogue,
    at: { file: source.document.file, path: base, lineOf: source.document.lineOf },
    origin,
  };
  const associate = addAcls(front, context, draft);
  const { webAcl } = front;
  if (webAcl === undefined) return;
  const { webAcls } = written as { webAcls?: object };
  // One that is written but could not be read has its notes already.
  const isUnread = Object.hasOwn(webAcls ?? {}, webAcl) && !Object.hasOwn(front.webAcls, webAcl);
  if (!isUnread) associate(webAcl, api, origin(['webAcl']));
}

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

function tellFront(written: object, front: Front, integrated: boolean, reading: Reading): void {
  const { rate, burst } = front.throttle;
  if (!Object.hasOwn(written, 'throttle'))
    reading.info(
      'throttle.default',
      `${rate} requests a second and ${burst} at once hold for the whole API: write x-portcullis: { throttle: { rate, burst } } for others`,
      ['x-portcullis'],
    );
  if (!integrated) return;
  for (const key of ['to', 'preserveHost', 'timeoutMs'])
    if (Object.hasOwn(written, key))
      reading.warning(
        'openapi.no-effect',
        `${key} has no effect: every operation has an integration of its own`,
        ['x-portcullis', key],
      );
}
