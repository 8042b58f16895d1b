import type { Api } from '../../../define/model/api.ts';
import { modelSet, type SchemaSet } from '../../../define/model/validation.ts';
import type { Given } from '../given.ts';
import { Schemas } from './schema/schemas.ts';
import type { Check } from './validate.ts';

/** The schemas of one pipeline: each API's are compiled once, and its stages and methods share them. */
const compiled = new WeakMap<Given, Map<string, Schemas>>();

/** The compiled models of an API. */
export const schemasOf = (api: Api, given: Given): Schemas =>
  compiledOnce(`models ${api.id}`, given, () => modelSet(api.models ?? []));

/** The compiled schemas that the contracts of an API name. */
export const contractSchemasOf = (api: Api, given: Given): Schemas =>
  compiledOnce(`contract ${api.id}`, given, () => api.schemas ?? NONE);

const NONE: SchemaSet = { dialect: '2020-12', documents: {} };

function compiledOnce(key: string, given: Given, set: () => SchemaSet): Schemas {
  let known = compiled.get(given);
  if (known === undefined) {
    known = new Map();
    compiled.set(given, known);
  }
  const before = known.get(key);
  if (before !== undefined) return before;
  const messages = given.definition.settings.validationMessages;
  const made = new Schemas(set(), { formats: true, telling: tells({ messages }, given) });
  known.set(key, made);
  return made;
}

/** Whether anybody is to see what is wrong with a request, and not only that something is. */
export const tells = ({ messages }: Pick<Check, 'messages'>, given: Given): boolean =>
  given.tracing || messages === 'precise';
