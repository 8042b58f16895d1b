import { error, warning } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Api } from '../../model/api.ts';
import { shortId } from '../../model/ids.ts';
import type { MethodThrottle, PlanStage } from '../../model/usage.ts';
import type { Path } from '../document.ts';
import type { Draft } from '../draft.ts';
import { missing } from './names.ts';
import type { ShortPlan } from './plan-shape.ts';
import type { ShortFile } from './shape.ts';

export interface PlansContext {
  readonly stack: string;
  /** The APIs that plans may name, by the names that the file gives them. */
  readonly apis: ReadonlyMap<string, Api>;
  readonly draft: Draft;
  origin(path: Path): Origin;
}

/** Adds the API keys and usage plans that a file gives names to. */
export function addPlans({ keys, plans }: Pick<ShortFile, 'keys' | 'plans'>, context: PlansContext): void {
  const { stack, draft, origin } = context;
  const ids = new Map(Object.keys(keys).map((name) => [name, shortId(`${stack}/keys/${name}`, 10)]));
  for (const [name, key] of Object.entries(keys))
    draft.apiKeys.push({
      id: `${stack}/keys/${name}`,
      origin: origin(['keys', name]),
      keyId: ids.get(name)!,
      name,
      description: key.description,
      customerId: '',
      value: key.value ?? '',
      enabled: key.enabled,
      createdAt: 0,
      updatedAt: 0,
      tags: {},
    });
  for (const [name, plan] of Object.entries(plans)) {
    const id = `${stack}/plans/${name}`;
    const planId = shortId(id, 6);
    draft.usagePlans.push({
      id,
      origin: origin(['plans', name]),
      planId,
      name,
      description: plan.description,
      productCode: '',
      throttle: plan.throttle ?? null,
      quota: plan.quota ?? null,
      stages: stagesOf(id, name, plan, context),
      tags: {},
    });
    plan.keys.forEach((key, i) => {
      const at = origin(['plans', name, 'keys', i]);
      const keyId = ids.get(key);
      if (keyId === undefined)
        draft.note(error('reference.unknown', missing(`key ${key}`, 'keys', key, [...ids.keys()]), at));
      else draft.usagePlanKeys.push({ id: `${id}/keys/${key}`, origin: at, planId, keyId });
    });
  }
}

/** The stages that a plan opens, and its buckets for single routes. */
function stagesOf(id: string, name: string, plan: ShortPlan, context: PlansContext): PlanStage[] {
  const { apis, draft, origin } = context;
  const asked = plan.apis ?? [...apis.keys()];
  const found = asked.flatMap((wanted, i) => {
    const api = apis.get(wanted);
    if (api !== undefined) return [api];
    const message = missing(`API ${wanted}`, 'apis', wanted, [...apis.keys()]);
    draft.note(error('reference.unknown', message, origin(['plans', name, 'apis', i])));
    return [];
  });
  const met = new Set<string>();
  const stages = found.map((api): PlanStage => {
    const stage = api.stages[0]!.name;
    const throttles = Object.entries(plan.routes).flatMap(([route, limits]): MethodThrottle[] => {
      const [verb, resourcePath] = route.split(' ') as [string, string];
      const httpMethod = verb === '*' ? 'ANY' : verb;
      const methods = api.resources.find((r) => r.path === resourcePath)?.methods ?? [];
      if (!methods.some((m) => m.httpMethod === httpMethod)) return [];
      met.add(route);
      return [
        {
          id: `${id}/${api.apiId}/${route}`,
          origin: origin(['plans', name, 'routes', route]),
          resourcePath,
          httpMethod,
          ...limits,
        },
      ];
    });
    return { apiId: api.apiId, stage, throttles };
  });
  for (const route of Object.keys(plan.routes))
    if (!met.has(route) && found.length > 0) {
      const message = `no API of this plan has ${route} among its routes: this bucket holds nothing`;
      draft.note(
        warning('usage-plan.throttle-meets-nothing', message, origin(['plans', name, 'routes', route])),
      );
    }
  return stages;
}
