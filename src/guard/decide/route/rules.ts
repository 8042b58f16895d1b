import type { Exchange } from '../../../base/exchange.ts';
import type { Domain } from '../../../define/model/domain.ts';
import type { RoutingCondition, RoutingRule } from '../../../define/model/routing-rule.ts';
import { behind, segmentsOf } from './base-path.ts';
import type { Place } from './place.ts';

/** A routing rule of a domain, and where it leads. */
export interface Rule<P> {
  readonly rule: RoutingRule;
  readonly place: Place<P>;
  /** Where the path goes on behind the base path that matched (0: none is asked for); -1 when the rule does not hold. */
  end(x: Exchange): number;
}

/** The rules of each domain that asks for them, by its name, the lowest priority first. */
export function rulesByHost<P>(
  places: readonly Place<P>[],
  domains: readonly Domain[],
): Map<string, Rule<P>[]> {
  const byHost = new Map<string, Rule<P>[]>();
  const asked = new Set(
    domains.filter((one) => (one.routing ?? 'mappings') !== 'mappings').map((one) => one.name),
  );
  for (const place of places)
    for (const rule of place.api.routingRules ?? [])
      if (rule.stage === place.stage.name && asked.has(rule.host))
        byHost.set(rule.host, [
          ...(byHost.get(rule.host) ?? []),
          { rule, place, end: holding(rule.conditions) },
        ]);
  for (const rules of byHost.values()) rules.sort((a, b) => a.rule.priority - b.rule.priority);
  return byHost;
}

function holding(conditions: readonly RoutingCondition[]): (x: Exchange) => number {
  const ends = conditions.map((one) =>
    'headers' in one ? withHeader(one.headers) : beginning(one.basePaths),
  );
  return (x) => {
    let furthest = 0;
    for (const end of ends) {
      const at = end(x);
      if (at < 0) return -1;
      if (at > furthest) furthest = at;
    }
    return furthest;
  };
}

/** The longest of the base paths that begin the path. */
function beginning(basePaths: readonly string[]): (x: Exchange) => number {
  const longestFirst = basePaths
    .map((path) => ({ path: path === '/' ? '' : path, segments: segmentsOf(path) }))
    .sort((a, b) => b.path.length - a.path.length);
  return ({ path }) => {
    for (const one of longestFirst) {
      const end = behind(path, one.path, one.segments);
      if (end >= 0) return end;
    }
    return -1;
  };
}

/** 0 when one of the headers is there, whichever of its lines it is; -1 when none is. */
function withHeader(
  wanted: readonly { readonly name: string; readonly glob: string }[],
): (x: Exchange) => number {
  const tests = wanted.map(({ name, glob }) => ({ name, fits: globTest(glob) }));
  return ({ headers }) => {
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i]!.toLowerCase();
      for (const test of tests) if (test.name === name && test.fits(headers[i + 1]!)) return 0;
    }
    return -1;
  };
}

/** `*` at the beginning or the end stands for any text, nowhere else. */
function globTest(glob: string): (text: string) => boolean {
  const [from, to] = [glob.startsWith('*'), glob.length > 1 && glob.endsWith('*')];
  const part = glob.slice(from ? 1 : 0, to ? -1 : undefined);
  if (from && to) return (text) => text.includes(part);
  if (from) return (text) => text.endsWith(part);
  if (to) return (text) => text.startsWith(part);
  return (text) => text === part;
}
