import type { Api } from '../../../define/model/api.ts';
import { modelSet } from '../../../define/model/validation.ts';
import type { Given } from '../given.ts';
import { Schemas } from './schema/schemas.ts';
import type { Check } from './validate.ts';

/** The schemas of one pipeline: each API's are compiled once, and its stages and methods share them. */
const compiled = new WeakMap<Given, Map<string, Schemas>>();

/** The compiled models of an API. */
export function schemasOf(api: Api, given: Given): Schemas {
  let known = compiled.get(given);
  if (known === undefined) {
    known = new Map();
    compiled.set(given, known);
  }
  const before = known.get(api.id);
  if (before !== undefined) return before;
  const made = new Schemas(modelSet(api.models ?? []), {
    formats: true,
    telling: tells({ api, messages: given.definition.settings.validationMessages }, given),
  });
  known.set(api.id, made);
  return made;
}

/** Whether anybody is to see what is wrong with a request, and not only that something is. */
export const tells = ({ messages }: Pick<Check, 'api' | 'messages'>, given: Given): boolean =>
  given.tracing || messages === 'precise';
