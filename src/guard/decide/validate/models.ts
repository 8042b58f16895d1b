import type { Api } from '../../../define/model/api.ts';
import { modelSet, type SchemaSet } from '../../../define/model/validation.ts';
import type { Given } from '../given.ts';
import type { Check } from './check.ts';
import { Schemas } from './schema/schemas.ts';

/** The schemas of one pipeline: each API's are compiled once, and its stages and methods share them. */
const compiled = new WeakMap<Given, Map<string, Schemas>>();

/** The compiled models of an API. */
export const schemasOf = (api: Api, given: Given): Schemas =>
  compiledOnce('models', api, given, () => modelSet(api.models ?? []));

/** The compiled schemas that the contracts of an API name. */
export const contractSchemasOf = (api: Api, given: Given): Schemas =>
  compiledOnce('contract', api, given, () => api.schemas ?? NONE);

const NONE: SchemaSet = { dialect: '2020-12', documents: {} };

function compiledOnce(what: string, api: Api, given: Given, set: () => SchemaSet): Schemas {
  let known = compiled.get(given);
  if (known === undefined) {
    known = new Map();
    compiled.set(given, known);
  }
  const key = `${what} ${api.id}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const messages = given.definition.settings.validationMessages;
  const made = new Schemas(set(), { formats: true, telling: tells({ messages, api }, given) });
  known.set(key, made);
  return made;
}

/** Whether anybody is to see what is wrong with a request, and not only that something is. */
export const tells = ({ messages, api }: Pick<Check, 'api' | 'messages'>, given: Given): boolean =>
  given.tracing || messages === 'precise' || isAskedFor(api);

/** Whether an answer or an access log is to say it. */
function isAskedFor({ gatewayResponses = [], stages }: Api): boolean {
  const texts = gatewayResponses.flatMap(({ responseParameters, responseTemplates }) => [
    ...Object.values(responseParameters),
    ...Object.values(responseTemplates),
  ]);
  return [...texts, ...stages.map(({ accessLog }) => accessLog?.format ?? '')].some((text) =>
    text.includes('error.validationErrorString'),
  );
}
