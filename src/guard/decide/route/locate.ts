import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/trace.ts';
import type { Api, Stage } from '../../../define/model/api.ts';
import { bareHost } from '../address.ts';
import type { Given } from '../given.ts';
import { decoded } from './tree.ts';

/** A stage that can be addressed, and what is to be found there. */
export interface Place<P> {
  readonly api: Api;
  readonly stage: Stage;
  readonly plan: P;
}

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
  const byHost = mappings(places);
  const anywhere = byHost.get('*') ?? [];

  const find = (x: Exchange): P | null => {
    const { path } = x;
    if (path.startsWith(pathForm)) {
      const at = path.indexOf('/', pathForm.length);
      return at < 0 ? null : staged(x, byApi.get(path.slice(pathForm.length, at)), at);
    }
    const host = x.header('host');
    const dot = host.indexOf('.');
    if (dot > 0 && startsAt(host, hostForm, dot)) {
      const stages = byApi.get(host.slice(0, dot).toLowerCase());
      if (stages !== undefined) return staged(x, stages, 0);
    }
    if (byHost.size > 0) {
      const own = hostIn(byHost, bareHost(host));
      const found = own === undefined ? null : mapped(x, own);
      if (found !== null) return found;
    }
    return mapped(x, anywhere);
  };
  return traced(given.tracing, 'address', 'address', '', find, (x, plan) => ({
    looked: { host: x.header('host'), path: x.path },
    outcome: plan === null ? 'no stage' : 'found',
    because:
      plan === null
        ? 'No API answers to this host and path.'
        : `${x.stage} answers here; its resources are matched against ${x.inner}.`,
  }));
}

/** The stage named by the segment behind the slash at `at`. */
function staged<P>(x: Exchange, stages: Map<string, Place<P>> | undefined, at: number): P | null {
  if (stages === undefined) return null;
  const { path } = x;
  const end = path.indexOf('/', at + 1);
  const place = stages.get(end < 0 ? path.slice(at + 1) : path.slice(at + 1, end));
  if (place === undefined) return null;
  return arrive(x, place, at === 0 ? path : path.slice(at), end < 0 ? '/' : path.slice(end));
}

function mapped<P>(x: Exchange, candidates: readonly Mapping<P>[]): P | null {
  const { path } = x;
  for (let i = 0; i < candidates.length; i++) {
    const { basePath, place, stages } = candidates[i]!;
    const length = basePath.length;
    const end = length === 0 || path.startsWith(basePath) ? length : behind(path, candidates[i]!.segments);
    if (end < 0 || (end < path.length && path.charCodeAt(end) !== 47)) continue;
    if (stages !== null) return staged(x, stages, end);
    return arrive(x, place, path, end === path.length ? '/' : end === 0 ? path : path.slice(end));
  }
  return null;
}

/** The mappings of a host: its own, or those of `*.` and what stands behind its first dot. */
function hostIn<V>(byHost: ReadonlyMap<string, V>, host: string): V | undefined {
  if (host === '*') return undefined;
  const dot = host.indexOf('.');
  return byHost.get(host) ?? (dot > 0 ? byHost.get(`*${host.slice(dot)}`) : undefined);
}

/**
 * Where the path goes on behind a base path that is written in another way, its letters encoded, its slashes
 * doubled, its segments with parameters (`;v=1`); -1 when it does not stand there. A server reads it as the same place, so its protections must hold.
 */
function behind(path: string, segments: readonly string[]): number {
  if (!/%|\/\/|;/.test(path)) return -1;
  let at = 0;
  for (let i = 0; i < segments.length; i++) {
    while (path.charCodeAt(at) === 47) at++;
    const slash = path.indexOf('/', at);
    const end = slash < 0 ? path.length : slash;
    const semicolon = path.indexOf(';', at);
    const stop = semicolon < 0 || semicolon > end ? end : semicolon;
    if (decoded(path.slice(at, stop)) !== segments[i]) return -1;
    at = end;
  }
  return at;
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
      const segments = basePath.split('/').filter((segment) => segment !== '');
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
