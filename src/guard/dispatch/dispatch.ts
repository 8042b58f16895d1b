import type { Given } from '../decide/given.ts';
import type { Site } from '../decide/layer.ts';
import type { Dispatch, Integration } from './integration.ts';
import kinds from './kinds/index.ts';

const byName = new Map(kinds.map((kind) => [kind.name, kind as Integration<unknown>]));

/** Compiles what a method of a site is answered by. */
export function integrate(site: Site, given: Given): Dispatch {
  const { type, settings } = site.method!.integration;
  const kind = byName.get(type);
  if (kind === undefined) throw new Error(`no integration is called ${type}`);
  return kind.compile(kind.shape.parse(settings), site, given);
}
