import { error, warning } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { Api, HostMapping } from '../../model/api.ts';
import type { RoutingRule } from '../../model/routing-rule.ts';
import type { MappingPart, Parts, RoutingRulePart } from './parts.ts';

/** The addresses of an API on domains of one's own, as its mappings give them. */
export function hostsOf(api: Pick<Api, 'apiId' | 'stages'>, parts: Parts): HostMapping[] {
  return parts.mappings
    .filter((mapping) => mapping.apiId === api.apiId)
    .flatMap((mapping): HostMapping[] => {
      const { domain, basePath, stage, origin } = mapping;
      if (stage !== '' && !api.stages.some((one) => one.name === stage)) {
        parts.draft.note(error('mapping.no-stage', `Stage ${stage} is no stage of this API`, origin));
        return [];
      }
      return [{ host: domain, basePath: `/${basePath}`, stage }];
    });
}

/** What a mapping names that is not there, and two that lead from one place. */
export function checkMappings(parts: Parts): void {
  const { draft } = parts;
  const wrong = (code: string, message: string, { origin }: MappingPart): void =>
    draft.note(error(code, message, origin));
  const domains = new Set(draft.domains.map((domain) => domain.name));
  const apis = new Set(parts.apis.map((api) => api.apiId));
  const first = new Map<string, MappingPart>();
  for (const mapping of parts.mappings) {
    const { domain, basePath, apiId } = mapping;
    if (!domains.has(domain)) wrong('mapping.no-domain', `${domain} is no domain that was given`, mapping);
    if (!apis.has(apiId)) {
      const what =
        apiId === ''
          ? 'RestApiId is missing: the mapping'
          : `RestApiId ${apiId} is no API that was given: it`;
      wrong('mapping.no-api', `${what} would lead nowhere`, mapping);
    }
    const key = `${domain}/${basePath}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, mapping);
    else
      wrong(
        'mapping.duplicate',
        `${domain} already leads somewhere from ${basePath === '' ? 'its root' : `/${basePath}`}, at ${place(before.origin)}`,
        mapping,
      );
  }
}

/** The routing rules that lead to an API. */
export function rulesOf(api: Pick<Api, 'apiId' | 'stages'>, parts: Parts): RoutingRule[] {
  return parts.routingRules
    .filter((rule) => rule.apiId === api.apiId)
    .flatMap(({ apiId: _, ...rule }): RoutingRule[] => {
      if (api.stages.some((one) => one.name === rule.stage)) return [rule];
      parts.draft.note(error('mapping.no-stage', `Stage ${rule.stage} is no stage of this API`, rule.origin));
      return [];
    });
}

/** What a routing rule names that is not there, two of one priority, and rules that nobody asks. */
export function checkRoutingRules(parts: Parts): void {
  const { draft } = parts;
  const first = new Map<string, RoutingRulePart>();
  for (const rule of parts.routingRules) {
    const { host, priority, apiId, origin } = rule;
    const domain = draft.domains.find((one) => one.name === host);
    if (domain === undefined)
      draft.note(error('mapping.no-domain', `${host} is no domain that was given`, origin));
    else if ((domain.routing ?? 'mappings') === 'mappings')
      draft.note(
        warning(
          'mapping.unused',
          `${host} asks no routing rules: its RoutingMode says that mappings alone lead somewhere`,
          origin,
        ),
      );
    if (!parts.apis.some((api) => api.apiId === apiId))
      draft.note(
        error(
          'mapping.no-api',
          `ApiId ${apiId} is no API that was given: the rule would lead nowhere`,
          origin,
        ),
      );
    const key = `${host} ${priority}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, rule);
    else
      draft.note(
        error(
          'mapping.duplicate',
          `${host} already has a rule of priority ${priority}, at ${place(before.origin)}`,
          origin,
        ),
      );
  }
}
