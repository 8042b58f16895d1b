import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/traced.ts';
import { bareHost } from '../address.ts';
import type { Given } from '../given.ts';
import { behind, segmentsOf } from './base-path.ts';
import type { Place } from './place.ts';
import { type Rule, rulesByHost } from './rules.ts';

/** The path form of an address, which needs no name resolution: `/_aws/execute-api/{apiId}/{stage}/…`. */
const pathForm = '/_aws/execute-api/';
const hostForm = '.execute-api.';

interface Mapping<P> {
  /** Without a slash at its end; '' is the root. */
  readonly basePath: string;
  readonly segments: readonly string[];
  readonly place: Place<P>;
  /** The stages that the segment behind the base path names; null: the one of `place` answers. */
  readonly stages: Map<string, Place<P>> | null;
}

/**
 * Finds the stage a request is addressed to, and fills in what the exchange learns by it: `api`, `stage`,
 * `inner`, `stagePath`. Null for an address that nobody has; an API that has given up its execute-api
 * addresses is found by its hosts alone.
 */
export function locate<P>(places: readonly Place<P>[], given: Given): (x: Exchange) => P | null {
  const byApi = new Map<string, Map<string, Place<P>>>();
  for (const place of places) {
    const { api } = place;
    if (api.disableExecuteApiEndpoint) continue;
    const stages = byApi.get(api.apiId) ?? new Map<string, Place<P>>();
    byApi.set(api.apiId, stages.set(place.stage.name, place));
  }
  const { domains = [] } = given.definition;
  const rules = rulesByHost(places, domains);
  const byHost = mappings(places);
  for (const { name, routing } of domains) if (routing === 'rules') byHost.delete(name);
  const anywhere = byHost.get('*') ?? [];
  byHost.delete('*');

  const ruleFor = (x: Exchange, host: string): Rule<P> | null =>
    rules.size === 0 ? null : (hostIn(rules, bareHost(host))?.find((one) => one.end(x) >= 0) ?? null);

  const find = (x: Exchange): P | null => {
    const { path } = x;
    if (path.startsWith(pathForm)) {
      const at = path.indexOf('/', pathForm.length);
      return at < 0 ? null : staged(x, byApi.get(path.slice(pathForm.length, at)), path.slice(at));
    }
    const host = x.header('host');
    const dot = host.indexOf('.');
    if (dot > 0 && startsAt(host, hostForm, dot)) {
      const stages = byApi.get(host.slice(0, dot).toLowerCase());
      if (stages !== undefined) return staged(x, stages, path);
    }
    const rule = ruleFor(x, host);
    if (rule !== null) {
      const rest = rule.rule.stripsBasePath ? restOf(path, rule.end(x)) : path;
      return arrive(x, rule.place, path, rest);
    }
    if (byHost.size > 0) {
      const own = hostIn(byHost, bareHost(host));
      const found = own === undefined ? null : mapped(x, own);
      if (found !== null) return found;
    }
    return mapped(x, anywhere);
  };
  const told = (x: Exchange): Record<string, number> => {
    const rule = x.path.startsWith(pathForm) ? null : ruleFor(x, x.header('host'));
    return rule === null ? {} : { routingRule: rule.rule.priority };
  };
  return traced(given.tracing, 'address', 'address', '', find, (x, plan) => ({
    looked: { host: x.header('host'), path: x.path, ...told(x) },
    outcome: plan === null ? 'no stage' : 'found',
    because:
      plan === null
        ? 'No API answers to this host and path.'
        : `${x.stage} answers here; its resources are matched against ${x.inner}.`,
  }));
}

/** The stage named by the first segment of what is left of the path. */
function staged<P>(x: Exchange, stages: Map<string, Place<P>> | undefined, rest: string): P | null {
  if (stages === undefined) return null;
  const end = rest.indexOf('/', 1);
  const place = stages.get(end < 0 ? rest.slice(1) : rest.slice(1, end));
  if (place === undefined) return null;
  return arrive(x, place, rest, end < 0 ? '/' : rest.slice(end));
}

function mapped<P>(x: Exchange, candidates: readonly Mapping<P>[]): P | null {
  const { path } = x;
  for (let i = 0; i < candidates.length; i++) {
    const { basePath, segments, place, stages } = candidates[i]!;
    const end = behind(path, basePath, segments);
    if (end < 0) continue;
    if (stages !== null) return staged(x, stages, restOf(path, end));
    return arrive(x, place, path, restOf(path, end));
  }
  return null;
}

/** What stands behind a base path: it begins with a slash, also where the caller has encoded that one. */
function restOf(path: string, from: number): string {
  if (from === path.length) return '/';
  if (from === 0) return path;
  return path.charCodeAt(from) === 47 ? path.slice(from) : `/${path.slice(from + 3)}`;
}

/** The mappings of a host: its own, or those of `*.` and what stands behind its first dot. */
function hostIn<V>(byHost: ReadonlyMap<string, V>, host: string): V | undefined {
  const dot = host.indexOf('.');
  return byHost.get(host) ?? (dot > 0 ? byHost.get(`*${host.slice(dot)}`) : undefined);
}

function arrive<P>(x: Exchange, place: Place<P>, stagePath: string, inner: string): P {
  x.api = place.api.id;
  x.stage = place.stage.id;
  x.stagePath = stagePath;
  x.inner = inner;
  return place.plan;
}

/** By host in lower case, the longest base path first. */
function mappings<P>(places: readonly Place<P>[]): Map<string, Mapping<P>[]> {
  const byHost = new Map<string, Mapping<P>[]>();
  for (const place of places) {
    for (const mapping of place.api.hosts) {
      // One without a stage stands once, for all of them.
      if (mapping.stage === '' ? place.api.stages[0] !== place.stage : mapping.stage !== place.stage.name)
        continue;
      const host = mapping.host.toLowerCase();
      const basePath = `/${mapping.basePath.replace(/^\/+|\/+$/g, '')}`.replace(/\/$/, '');
      const segments = segmentsOf(basePath);
      const stages =
        mapping.stage === ''
          ? new Map(places.filter((p) => p.api === place.api).map((p) => [p.stage.name, p]))
          : null;
      byHost.set(host, [...(byHost.get(host) ?? []), { basePath, segments, place, stages }]);
    }
  }
  for (const list of byHost.values()) list.sort((a, b) => b.basePath.length - a.basePath.length);
  return byHost;
}

function startsAt(text: string, part: string, at: number): boolean {
  if (text.startsWith(part, at)) return true;
  return text.length >= at + part.length && text.slice(at, at + part.length).toLowerCase() === part;
}
