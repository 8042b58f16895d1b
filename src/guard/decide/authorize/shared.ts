import type { z } from 'zod';
import { NOWHERE, type Origin } from '../../../base/origin.ts';
import { Uncompilable } from '../../../base/uncompilable.ts';
import type { Given } from '../given.ts';
import type { Site } from '../layer.ts';
import type { AuthorizerKind, Compiled } from './authorizer.ts';
import kinds from './kinds/index.ts';

const byName = new Map<string, AuthorizerKind<unknown>>(
  kinds.map((kind) => [kind.name, kind as AuthorizerKind<unknown>]),
);

/** The shape of an authorizer's settings, for the readers' catalogue; undefined for a type that is unknown. */
export const authorizerShape = (type: string): z.ZodType | undefined => byName.get(type)?.shape;

/** The authorizers of one pipeline: each is compiled once for a stage, and its methods share it. */
const compiled = new WeakMap<Given, Map<string, Compiled>>();

/** An authorizer that methods ask: by the element of the definition, or one that the gateway itself brings (IAM). */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly settings: unknown;
  readonly origin: Origin;
}

/** The authorizer that the method of a site names. Throws where there is none: the readers have refused it. */
export function authorizerAt(site: Site): Named {
  if (site.method!.authorizationType === 'AWS_IAM') {
    const { identities } = site.definition.settings;
    return { id: 'identities', name: 'IAM', type: 'AWS_IAM', settings: { identities }, origin: NOWHERE };
  }
  const id = site.method!.authorizerId ?? '';
  const found = site.api.authorizers?.find((candidate) => candidate.authorizerId === id);
  if (found === undefined)
    throw new TypeError(`${site.method!.id} names the authorizer '${id}', which is none`);
  return found;
}

/** Whether an authorizer brings a policy of its own. */
export const judges = (type: string): boolean => byName.get(type)?.judges === true;

/** What an authorizer is compiled to at the stage of a site. */
export function compiledAt(named: Named, site: Site, given: Given): Compiled {
  const { id, name, type, settings, origin } = named;
  const stage: Site = { ...site, resource: null, method: null };
  let known = compiled.get(given);
  if (known === undefined) {
    known = new Map();
    compiled.set(given, known);
  }
  const key = `${site.stage.id} ${id}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const kind = byName.get(type);
  if (kind === undefined) throw new TypeError(`no authorizer is called ${type}`);
  let made: Compiled;
  try {
    made = kind.compile(kind.shape.parse(settings), { by: id, name, site: stage }, given);
  } catch (fault) {
    throw new Uncompilable(fault, origin);
  }
  known.set(key, made);
  return made;
}
