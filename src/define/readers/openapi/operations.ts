import type { z } from 'zod';
import type { Integration, MethodSetting } from '../../model/api.ts';
import type { Path } from '../document.ts';
import type { Authorization } from '../yaml/authorizers.ts';
import { passingOn } from '../yaml/build.ts';
import { noSetting } from '../yaml/front.ts';
import type { frontShape } from '../yaml/shape.ts';
import { type PathTree, pathFlaw } from '../yaml/tree.ts';
import { type Expecting, readExpected, standingOf } from './expected/expected.ts';
import type { OperationData } from './expected/operation-data.ts';
import { readIntegration } from './integration.ts';
import type { Reading } from './reading.ts';
import type { Security } from './security.ts';
import { operationShape, pathShape, securityShape, VERBS } from './shapes.ts';

const ANY = 'x-amazon-apigateway-any-method';
export const INTEGRATION = 'x-amazon-apigateway-integration';

/** What holds for all operations of a document. */
export interface Rooted {
  readonly reading: Reading;
  readonly tree: PathTree;
  readonly security: Security;
  /** What naming an authorizer means (`iam`, `none`, one of `x-portcullis`). */
  authorized(name: string | undefined, path: Path): Authorization;
  readonly front: z.infer<typeof frontShape>;
  /** True when operations say themselves what answers them; then all of them must. */
  readonly integrated: boolean;
  /** True when the document is written for API Gateway. */
  readonly isAws: boolean;
  /** How requests and answers are held to it. */
  readonly expecting: Expecting;
  readonly rootSecurity: readonly Readonly<Record<string, readonly string[]>>[];
  /** The server of an operation, from what it and its path say themselves; null when there is none. */
  serverOf(own: OperationServers, item: OperationServers): string | null;
}

export interface OperationServers {
  readonly servers: readonly unknown[] | undefined;
  readonly schemes: readonly string[] | undefined;
  readonly path: Path;
}

const verbsOf = (item: object): [key: string, httpMethod: string][] => [
  ...VERBS.filter((verb) => verb in item).map((verb): [string, string] => [verb, verb.toUpperCase()]),
  ...(ANY in item ? [[ANY, 'ANY'] as [string, string]] : []),
];

/** Every operation of a document as it stands, before any is read. */
export function* listedOperations(
  paths: unknown,
  reading: Reading,
): Generator<Readonly<Record<string, unknown>>> {
  if (paths === null || typeof paths !== 'object') return;
  for (const [key, raw] of Object.entries(paths)) {
    const item = reading.pointers.follow(raw, ['paths', key])?.value;
    if (item === null || typeof item !== 'object') continue;
    for (const [verb] of verbsOf(item)) {
      const operation = (item as Record<string, unknown>)[verb];
      if (operation !== null && typeof operation === 'object') yield operation as Record<string, unknown>;
    }
  }
}

/** Reads the operations of one path into the tree; what comes back are throttles of their own. */
export function readPath(key: string, raw: unknown, rooted: Rooted): MethodSetting[] {
  const { reading, isAws } = rooted;
  const flaw = pathFlaw(key) || letterFlaw(key, isAws);
  if (flaw !== '') {
    reading.error('path.invalid', `${key} ${flaw}`, ['paths', key]);
    return [];
  }
  const found = reading.pointers.follow(raw, ['paths', key]);
  if (found === null) return [];
  const item = reading.part(pathShape, found.value, found.path, `${reading.id}${key}`, {
    standing: standingOf(rooted.expecting),
  });
  if (item === null) return [];
  if (item.trace !== undefined)
    reading.warning('operation.not-served', `${key}: API Gateway has no method TRACE; it is answered 403`, [
      ...found.path,
      'trace',
    ]);
  const about = {
    servers: item.servers,
    schemes: undefined,
    path: found.path,
    parameters: item.parameters,
  };
  return verbsOf(item).flatMap(([verb, httpMethod]) =>
    readOperation(item[verb as keyof typeof item], [...found.path, verb], key, httpMethod, about, rooted),
  );
}

function readOperation(
  raw: unknown,
  path: Path,
  key: string,
  httpMethod: string,
  item: OperationServers & { readonly parameters: unknown },
  rooted: Rooted,
): MethodSetting[] {
  const { reading, security, tree } = rooted;
  const element = `${reading.id}/${httpMethod} ${key}`;
  const asked = securityShape.safeParse((raw as { security?: unknown } | null)?.security);
  // What is no list of requirements is noted when the operation is read.
  const secured = asked.success ? security.asked(asked.data, rooted.rootSecurity, path) : null;
  const standing = { ...standingOf(rooted.expecting), security: secured?.standing ?? null };
  const operation = reading.part(operationShape, raw, path, element, { standing });
  if (operation === null) return [];
  const own = { servers: operation.servers, schemes: operation.schemes, path };
  const differs = operation['x-portcullis'] ?? {};
  const integration =
    INTEGRATION in operation
      ? readIntegration(operation[INTEGRATION], [...path, INTEGRATION], element, reading)
      : passed(differs, own, item, path, rooted);
  if (integration === null) return [];
  const validator = operation['x-amazon-apigateway-request-validator'];
  const data = { ...operation, validator } as OperationData;
  const expected = readExpected(data, path, item, element, rooted.expecting, reading);
  const apiKeyRequired = differs.apiKeyRequired ?? (secured?.apiKey === true || rooted.front.apiKeyRequired);
  const signed = operation['x-amazon-apigateway-auth']?.type === 'AWS_IAM' ? 'iam' : undefined;
  const authorization =
    differs.authorizer !== undefined
      ? rooted.authorized(differs.authorizer, [...path, 'x-portcullis', 'authorizer'])
      : (secured?.authorization ??
        (signed === undefined
          ? rooted.authorized(rooted.front.authorizer, ['x-portcullis', 'authorizer'])
          : rooted.authorized(signed, path)));
  const method = tree.add({
    path: key,
    httpMethod,
    origin: reading.origin(path),
    integration,
    authorization,
    apiKeyRequired,
    expected,
  });
  if (method === null) {
    reading.error(
      'api.duplicate-method',
      `${httpMethod} ${key} is given twice: a slash at the end does not count`,
      path,
    );
    return [];
  }
  if (differs.throttle === undefined) return [];
  const { rate, burst } = differs.throttle;
  const origin = reading.origin([...path, 'x-portcullis', 'throttle']);
  return [
    {
      ...noSetting(`${method.id}/throttle`, origin),
      resourcePath: method.resourcePath,
      httpMethod,
      rateLimit: rate,
      burstLimit: burst,
    },
  ];
}

/** An operation that says nothing of what answers it: the server does. */
function passed(
  differs: { readonly to?: string; readonly timeoutMs?: number },
  own: OperationServers,
  item: OperationServers,
  path: Path,
  { reading, integrated, front, serverOf }: Rooted,
): Integration | null {
  if (integrated)
    return reading.error(
      'method.no-integration',
      `has no ${INTEGRATION}${reading.embedded ? '' : ' though others have'}: nothing would answer it; write one, of type http_proxy to pass it to a server`,
      path,
    );
  const to = differs.to ?? front.to ?? serverOf(own, item);
  return to === null
    ? null
    : passingOn({ ...front, to }, { timeoutMs: differs.timeoutMs }, reading.source.folder);
}

/** API Gateway takes fewer characters in a path than a URI does. */
function letterFlaw(path: string, isAws: boolean): string {
  const bad = (isAws ? /[^\w.,:\-{}+/]/ : /[^\w.,:\-{}+/~!$&'()*;=@%]/).exec(path)?.[0];
  return bad === undefined ? '' : `has ${JSON.stringify(bad)}, which may not stand in a path`;
}
