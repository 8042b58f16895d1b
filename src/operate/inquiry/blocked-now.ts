import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import { customKeys, limitedKeys, type RateRule, rateRules } from '../../guard/decide/waf/rates/rates.ts';
import type { Blocked } from './blocked.ts';
import { Origins } from './origins.ts';
import { throttled } from './throttled.ts';
import type { Usage } from './usage.ts';

/**
 * Who is blocked now, the longest to go first. `cells` gives the shared memory of an id; `logged` the keys of several
 * parts that were refused of late, as the log writes them; `usage` how API keys stand.
 */
export function blocked(
  definition: Definition,
  cells: ReadonlyMap<string, SharedArrayBuffer>,
  clock: Clock,
  logged: readonly string[] = [],
  usage: readonly Usage[] = [],
): Blocked[] {
  const origins = new Origins(definition);
  const now = clock.now();
  const releases = (ms: number) => ({
    releasesAt: new Date(ms).toISOString(),
    releasesInSeconds: Math.max(0, Math.ceil((ms - now) / 1000)),
  });
  const limited = rateRules(definition).flatMap((rate) => {
    const memory = cells.get(rate.cellsId);
    if (memory === undefined) return [];
    const known = customKeys(rate.parts, logged);
    const { webAcl, rule } = namesOf(rate, definition);
    return limitedKeys(rate, memory, clock).map(
      (key): Blocked => ({
        by: 'rule',
        key: known.get(key.key) ?? key.key,
        ...{ webAcl, rule, at: origins.place(rate.rule) },
        ...{ count: key.count, limit: key.limit, refused: key.refused },
        since: new Date(key.sinceMs).toISOString(),
        ...releases(key.releasesAtMs),
      }),
    );
  });
  const exhausted = usage.flatMap((account): Blocked[] => {
    const { key, enabled, plan, planId, used, allowed, remaining, resetsAt } = account;
    if (!enabled || remaining !== 0 || used === null || allowed === null || resetsAt === null) return [];
    const found = definition.usagePlans.find((candidate) => candidate.planId === planId);
    return [
      {
        ...{ by: 'quota', key, webAcl: '', rule: plan },
        at: found === undefined ? '' : origins.place(found.id),
        ...{ count: Math.min(used, allowed), limit: allowed, refused: null, since: null },
        ...releases(Date.parse(resetsAt)),
      },
    ];
  });
  return [...limited, ...exhausted, ...throttled(definition, cells, clock)].sort(
    (a, b) => b.releasesInSeconds - a.releasesInSeconds || a.key.localeCompare(b.key),
  );
}

/** A rule within a group is named behind the one that refers to the group. */
function namesOf({ webAcl, rule }: RateRule, definition: Definition): { webAcl: string; rule: string } {
  const acl = definition.webAcls.find((candidate) => candidate.id === webAcl);
  if (acl === undefined) return { webAcl, rule };
  const own = acl.rules.find(({ id }) => id === rule);
  if (own !== undefined) return { webAcl: acl.name, rule: own.name };
  const referring = acl.rules.find(({ id }) => rule.startsWith(`${id}/`));
  if (referring === undefined) return { webAcl: acl.name, rule };
  const inner = rule.slice(referring.id.length + 1);
  const named = definition.ruleGroups.flatMap((group) => group.rules).find(({ id }) => id === inner);
  return { webAcl: acl.name, rule: `${referring.name}/${named?.name ?? inner}` };
}
