import { error, hasErrors, type Note, warning } from '../../../base/note.ts';
import { type Origin, place } from '../../../base/origin.ts';
import type { Method, Resource, Stage } from '../../model/api.ts';
import { dataOf } from './assemble-data.ts';
import { checkMappings, checkRoutingRules, hostsOf, rulesOf } from './assemble-domains.ts';
import type { ApiPart, MethodPart, Parts, ResourcePart, StagePart } from './parts.ts';

/** Puts each API together with its tree of resources, their methods and its stages. */
export function assembleApis(parts: Parts): void {
  const wrong = (code: string, message: string, origin: Origin): void =>
    parts.draft.note(error(code, message, origin));
  const known = new Set(parts.apis.map((api) => api.apiId));
  for (const part of [
    ...parts.resources,
    ...parts.methods,
    ...parts.deployments,
    ...parts.stages,
    ...parts.authorizers,
    ...parts.validators,
    ...parts.models,
    ...parts.gatewayResponses,
  ])
    if (!known.has(part.apiId))
      wrong(
        'api.unknown',
        `RestApiId ${part.apiId} is no API that was given: give its stack too`,
        part.origin,
      );
  for (const api of parts.apis) {
    const resources = tree(api, parts, wrong);
    const stages = stagesOf(api, resources, parts, wrong);
    const { rootId: _, ...rest } = api;
    const authorizers = parts.authorizers
      .filter((part) => part.apiId === api.apiId)
      .map(({ apiId: _, ...authorizer }) => authorizer);
    const routingRules = rulesOf({ ...rest, stages }, parts);
    parts.draft.apis.push({
      ...rest,
      ...dataOf(api, parts),
      resources,
      stages,
      authorizers,
      hosts: hostsOf({ ...rest, stages }, parts),
      ...(routingRules.length === 0 ? {} : { routingRules }),
    });
  }
  parts.draft.later(() => checkMappings(parts));
  parts.draft.later(() => checkRoutingRules(parts));
}

type Wrong = (code: string, message: string, origin: Origin) => void;

function tree(api: ApiPart, parts: Parts, wrong: Wrong): Resource[] {
  const own = parts.resources.filter((r) => r.apiId === api.apiId);
  const under = new Map<string, ResourcePart[]>();
  for (const r of own) under.set(r.parentId, [...(under.get(r.parentId) ?? []), r]);
  const made: Resource[] = [];
  const methods = new Map<string, MethodPart[]>();
  for (const m of parts.methods)
    if (m.apiId === api.apiId) methods.set(m.resourceId, [...(methods.get(m.resourceId) ?? []), m]);
  const grow = (
    id: string,
    origin: Origin,
    resourceId: string,
    parentId: string,
    pathPart: string,
    path: string,
  ): void => {
    const here = distinct(methods.get(resourceId) ?? [], path, wrong);
    methods.delete(resourceId);
    made.push({ id, origin, resourceId, parentId, pathPart, path, methods: here });
    const children = under.get(resourceId) ?? [];
    under.delete(resourceId);
    checkSiblings(children, pathPart, path, wrong);
    for (const child of children)
      grow(
        child.id,
        child.origin,
        child.resourceId,
        resourceId,
        child.pathPart,
        `${path === '/' ? '' : path}/${child.pathPart}`,
      );
  };
  grow(`${api.id}/root`, api.origin, api.rootId, '', '', '/');
  for (const orphan of [...under.values()].flat())
    if (!own.some((r) => r.resourceId === orphan.parentId))
      wrong('api.no-parent', `ParentId ${orphan.parentId} is no resource of this API`, orphan.origin);
  for (const stray of [...methods.values()].flat())
    if (!own.some((r) => r.resourceId === stray.resourceId))
      wrong('api.no-resource', `ResourceId ${stray.resourceId} is no resource of this API`, stray.origin);
  return made;
}

/** What API Gateway refuses when it creates a resource beside its siblings. */
function checkSiblings(
  children: readonly ResourcePart[],
  parentPart: string,
  path: string,
  wrong: Wrong,
): void {
  const first = new Map<string, ResourcePart>();
  for (const child of children) {
    const { pathPart, origin } = child;
    if (parentPart.endsWith('+}'))
      wrong(
        'api.below-greedy',
        `${parentPart} takes all segments that follow: nothing can stand under it`,
        origin,
      );
    const variable = /^\{[^}]*[^+]\}$/.test(pathPart);
    const key = variable ? '{}' : pathPart.endsWith('+}') ? '{+}' : pathPart;
    const before = first.get(key);
    if (before === undefined) first.set(key, child);
    else if (before.pathPart === pathPart)
      wrong('api.duplicate-path', `${path} already has ${pathPart}, at ${place(before.origin)}`, origin);
    else
      wrong(
        'api.two-variables',
        `${path} already has the variable ${before.pathPart}, at ${place(before.origin)}: only one can stand there`,
        origin,
      );
  }
}

function distinct(parts: readonly MethodPart[], path: string, wrong: Wrong): Method[] {
  const verbs = new Map<string, MethodPart>();
  const made: Method[] = [];
  for (const part of parts) {
    const { apiId: _, credentials: __, integration, ...rest } = part;
    const before = verbs.get(part.httpMethod);
    if (before !== undefined)
      wrong(
        'api.duplicate-method',
        `${path} already has ${part.httpMethod}, at ${place(before.origin)}`,
        part.origin,
      );
    else if (integration !== null) made.push({ ...rest, resourcePath: path, integration });
    verbs.set(part.httpMethod, part);
  }
  return made;
}

function stagesOf(api: ApiPart, resources: readonly Resource[], parts: Parts, wrong: Wrong): Stage[] {
  const deployments = new Set(
    parts.deployments.filter((d) => d.apiId === api.apiId).map((d) => d.deploymentId),
  );
  const written = parts.methods.some((m) => m.apiId === api.apiId);
  const own = parts.stages.filter((s) => s.apiId === api.apiId);
  const note = (n: Note): void => parts.draft.note(n);
  // A method that could not be read has been noted; that it is missing is no news.
  const broken = hasErrors(parts.draft.notes);
  if (!written && broken) return [];
  if (!written) wrong('api.no-methods', 'the API has no method: there is nothing to deploy', api.origin);
  else if (own.length === 0 && !broken)
    note(warning('api.no-stage', 'the API has no stage: nothing will answer for it', api.origin));
  const names = new Map<string, StagePart>();
  return own.flatMap((part) => {
    const before = names.get(part.name);
    if (before !== undefined) {
      wrong(
        'api.duplicate-stage',
        `the API already has a stage ${part.name}, at ${place(before.origin)}`,
        part.origin,
      );
      return [];
    }
    names.set(part.name, part);
    if (!deployments.has(part.deploymentId))
      wrong(
        'stage.no-deployment',
        part.deploymentId === ''
          ? 'DeploymentId is missing: a stage serves a deployment'
          : `DeploymentId ${part.deploymentId} is no deployment of this API`,
        part.origin,
      );
    checkSettings(part, resources, note);
    const { apiId: _, ...stage } = part;
    return [stage];
  });
}

/** A setting that no method has is not wrong, but surely not what was meant. */
function checkSettings(stage: StagePart, resources: readonly Resource[], note: (n: Note) => void): void {
  const seen = new Map<string, Origin>();
  for (const setting of stage.methodSettings) {
    const { resourcePath, httpMethod, origin } = setting;
    const key = `${resourcePath}/${httpMethod}`;
    const before = seen.get(key);
    if (before !== undefined)
      note(
        error(
          'stage.duplicate-setting',
          `${httpMethod} ${resourcePath} already has settings, at ${place(before)}`,
          origin,
        ),
      );
    seen.set(key, origin);
    const meets = resources.some(
      (r) =>
        (resourcePath === '*' || r.path === resourcePath) &&
        r.methods.some((m) => httpMethod === '*' || m.httpMethod === httpMethod || m.httpMethod === 'ANY'),
    );
    if (!meets && resources.some((r) => r.methods.length > 0))
      note(
        warning(
          'stage.setting-meets-nothing',
          `no method of this API is ${httpMethod} ${resourcePath}: these settings act on nothing`,
          origin,
        ),
      );
  }
}
