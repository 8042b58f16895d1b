import type { Note } from '../../../base/note.ts';
import type { Api } from '../../../define/model/api.ts';
import type { Authorizer } from '../../../define/model/authorizer.ts';
import { apiWords, authorizerOf, type WrittenAuthorizer } from '../../../define/readers/authorizer.ts';
import { catalogue } from '../../supervise/catalogue.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import { badRequest, type PatchOperation, unpatchable, wholeNumberIn } from './patch.ts';
import { type AuthorizerSettings, uriOf } from './rendered-authorizer.ts';
import { conflict } from './usage-found.ts';

/** The types that API Gateway knows; those of the short form can be renamed here, and no more. */
export const authorizerTypes = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;

/** An authorizer as it was asked for. Throws what AWS answers when it cannot be, with all that is wrong with it. */
export function readAuthorizer(written: WrittenAuthorizer): Pick<Authorizer, 'type' | 'settings'> {
  const notes: Note[] = [];
  const read = authorizerOf(written, {
    catalogue: catalogue(),
    note: (...more) => void notes.push(...more),
    at: () => ENDPOINT,
    words: apiWords,
  });
  if (read === null) throw badRequest(notes.map((note) => note.message).join('; '));
  return read;
}

/** Throws when another authorizer of the API has that name. */
export function checkName(api: Api, name: string, authorizerId: string): void {
  if (name === '') throw badRequest('Invalid value specified for /name: it must not be empty.');
  if (api.authorizers?.some((a) => a.name === name && a.authorizerId !== authorizerId))
    throw conflict(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`);
}

/** An authorizer after a list of changes, read as a whole. Throws what AWS answers when one of them cannot be. */
export function patchedAuthorizer(
  before: Authorizer,
  api: Api,
  patches: readonly PatchOperation[],
): Authorizer {
  let { name } = before;
  let written = writtenOf(before);
  for (const patch of patches) {
    const { op, path, value = '' } = patch;
    if (path === '/name' && op === 'replace') name = value;
    else if (written === null)
      throw badRequest(
        `${before.type} authorizers are written in the file; here they can only be given another /name.`,
      );
    else written = patched(written, patch);
  }
  checkName(api, name, before.authorizerId);
  if (written === null) return { ...before, name };
  const { type, settings } = readAuthorizer(written);
  checkUses(before, type, api);
  return { ...before, name, type, settings };
}

/** `GET//pets`: a method as API Gateway's messages name it. */
export const usesOf = (api: Api, authorizerId: string): string[] =>
  api.resources.flatMap(({ path, methods }) =>
    methods.filter((m) => m.authorizerId === authorizerId).map((m) => `${m.httpMethod}/${path}`),
  );

/** Methods say themselves whether they are authorized by a user pool: that cannot change behind their backs. */
function checkUses({ name, type: before, authorizerId }: Authorizer, type: string, api: Api): void {
  const isPool = type === 'COGNITO_USER_POOLS';
  if ((before === 'COGNITO_USER_POOLS') === isPool) return;
  const [use] = usesOf(api, authorizerId);
  if (use !== undefined)
    throw conflict(
      `Cannot change the type of authorizer '${name}' to ${type}, is referenced in method: ${use}`,
    );
}

/** As it would be written; null for a type that API Gateway does not know. */
function writtenOf({ type, settings }: Authorizer): WrittenAuthorizer | null {
  if (!authorizerTypes.includes(type as 'TOKEN')) return null;
  const {
    functionArn,
    role = '',
    identitySources,
    validationExpression = '',
    ...rest
  } = settings as AuthorizerSettings;
  return {
    type,
    uri: functionArn === undefined ? undefined : uriOf(functionArn),
    credentials: role === '' ? undefined : role,
    identitySource: rest.identitySource ?? identitySources?.join(','),
    validationExpression: validationExpression === '' ? undefined : validationExpression,
    ttlSeconds: rest.ttlSeconds,
    payloadFormat: rest.payloadFormat,
    simpleResponses: rest.simpleResponses,
    providerArns: rest.pools,
  };
}

function patched(written: WrittenAuthorizer, patch: PatchOperation): WrittenAuthorizer {
  const { op, path = '', value = '' } = patch;
  if (path === '/providerARNs') return { ...written, providerArns: patchedPools(written, patch) };
  const removable = path === '/authorizerCredentials' || path === '/identityValidationExpression';
  if (op !== 'replace' && op !== 'add' && !(op === 'remove' && removable)) throw unpatchable(patch);
  const text = op === 'remove' || value === '' ? undefined : value;
  switch (path) {
    case '/type':
      if (!authorizerTypes.includes(value as 'TOKEN'))
        throw badRequest(`Invalid value specified for /type: it must be ${authorizerTypes.join(', ')}.`);
      return { ...written, type: value };
    case '/authorizerUri':
      return { ...written, uri: value };
    case '/authorizerCredentials':
      return { ...written, credentials: text };
    case '/identitySource':
      return { ...written, identitySource: value };
    case '/identityValidationExpression':
      return { ...written, validationExpression: text };
    case '/authorizerResultTtlInSeconds':
      return { ...written, ttlSeconds: wholeNumberIn(patch) };
    default:
      throw unpatchable(patch);
  }
}

function patchedPools({ providerArns = [] }: WrittenAuthorizer, patch: PatchOperation): readonly string[] {
  const { op, value = '' } = patch;
  switch (op) {
    case 'add':
      return providerArns.includes(value) ? providerArns : [...providerArns, value];
    case 'remove':
      if (!providerArns.includes(value)) throw badRequest(`${value} is no provider of this authorizer.`);
      return providerArns.filter((arn) => arn !== value);
    case 'replace':
      return value.split(',').map((arn) => arn.trim());
    default:
      throw unpatchable(patch);
  }
}
