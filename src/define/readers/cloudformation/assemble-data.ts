import { error } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { Api } from '../../model/api.ts';
import { builtIn, modelSet } from '../../model/validation.ts';
import { gatewayResponseNotes } from '../gateway-response.ts';
import { nearest } from '../shapes/nearest.ts';
import type { ApiPart, MethodPart, Parts } from './parts.ts';

type Data = Required<Pick<Api, 'validators' | 'models' | 'gatewayResponses'>>;

/** What an API's requests are held to: its validators and models, and whether methods name what there is. */
export function dataOf(api: ApiPart, parts: Parts): Data {
  const own = <T extends { readonly apiId: string }>(list: readonly T[]): Omit<T, 'apiId'>[] =>
    list.filter((part) => part.apiId === api.apiId).map(({ apiId: _, ...rest }) => rest);
  const data = {
    validators: own(parts.validators),
    models: own(parts.models),
    gatewayResponses: own(parts.gatewayResponses),
  } as Data;
  parts.draft.note(...gatewayResponseNotes(data.gatewayResponses));
  checkModels(data, parts);
  for (const method of parts.methods)
    if (method.apiId === api.apiId && !parts.checked.has(method.id)) checkMethod(method, data, parts);
  return data;
}

function checkModels({ models }: Data, parts: Parts): void {
  const { draft } = parts;
  const names = new Map<string, Data['models'][number]>();
  for (const model of models) {
    const before = names.get(model.name);
    if (before !== undefined || Object.hasOwn(builtIn, model.name)) {
      const where = before === undefined ? 'which every API has' : `at ${place(before.origin)}`;
      draft.note(
        error('model.duplicate', `the API already has a model ${model.name}, ${where}`, model.origin),
      );
    }
    names.set(model.name, model);
  }
  for (const { uri, message } of draft.catalogue.schemaFlaws(modelSet(models))) {
    const model = models.find((m) => uri.endsWith(`/${m.name}`));
    if (model !== undefined && !parts.checked.has(model.id))
      draft.note(error('model.schema', `the schema of ${model.name} ${message}`, model.origin));
  }
}

function checkMethod(method: MethodPart, { validators, models }: Data, { draft }: Parts): void {
  const { requestValidatorId = '', requestModels = {}, requestParameters = {}, origin } = method;
  if (requestValidatorId !== '' && !validators.some((v) => v.validatorId === requestValidatorId))
    draft.note(
      error(
        'validator.unknown',
        `RequestValidatorId ${requestValidatorId} is no validator of this API: requests would pass unchecked`,
        origin,
      ),
    );
  const known = [...models.map((m) => m.name), ...Object.keys(builtIn)];
  for (const name of Object.values(requestModels)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    draft.note(
      error('model.unknown', `RequestModels names ${name}, which is no model of this API${hint}`, origin),
    );
  }
  for (const key of Object.keys(requestParameters))
    if (!PARAMETER.test(key))
      draft.note(
        error(
          'shape.value',
          `RequestParameters has ${key}: it must be method.request.path., querystring. or header., and a name`,
          origin,
        ),
      );
}

const PARAMETER = /^method\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\../;
