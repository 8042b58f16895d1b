import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { Authorizer } from '../model/authorizer.ts';
import type { Catalogue } from './catalogue.ts';
import { functionIn } from './integration.ts';
import { shaped } from './shaped.ts';

/** What finds out who calls, as CloudFormation and OpenAPI both know it; the names are ours. */
export interface WrittenAuthorizer {
  /** The kind's name: `TOKEN`, `REQUEST`, … */
  readonly type: string;
  readonly uri?: string | undefined;
  readonly credentials?: string | undefined;
  /** As AWS writes it: several with commas. */
  readonly identitySource?: string | undefined;
  readonly validationExpression?: string | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly payloadFormat?: string | undefined;
  readonly simpleResponses?: boolean | undefined;
  /** Of a user pool authorizer. */
  readonly providerArns?: readonly string[] | undefined;
  /** Of a JWT authorizer. */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] } | undefined;
}

/** What API Gateway's own API, and OpenAPI with its extensions, call the parts that both have. */
export const apiWords = {
  type: 'type',
  uri: 'authorizerUri',
  credentials: 'authorizerCredentials',
  identitySource: 'identitySource',
  validationExpression: 'identityValidationExpression',
  ttlSeconds: 'authorizerResultTtlInSeconds',
  providerArns: 'providerARNs',
} as const;

/** Where an authorizer was written, and what it is read by. */
export interface AuthorizerPlace {
  readonly catalogue: Catalogue;
  note(...notes: readonly Note[]): void;
  /** Where a part of it stands; the authorizer itself when none is named. */
  at(part?: keyof WrittenAuthorizer): Origin;
  /** What the format calls its parts: `AuthorizerUri`. */
  readonly words: Readonly<Partial<Record<keyof WrittenAuthorizer, string>>>;
}

/** Type and settings in the form the kind reads; null, and notes, when they cannot be. */
export function authorizerOf(
  written: WrittenAuthorizer,
  place: AuthorizerPlace,
): Pick<Authorizer, 'type' | 'settings'> | null {
  const { type } = written;
  const shape = place.catalogue.authorizer(type);
  if (shape === undefined) {
    const message = `${type} authorizers are not read here: without it methods would be open to everyone`;
    place.note(error('authorizer.not-read', message, place.at('type')));
    return null;
  }
  const settings = settingsOf(written, place);
  if (settings === null) return null;
  const { file, line, path } = place.at();
  const { value, notes } = shaped(shape, settings, { file, path: path.split('/'), lineOf: () => line });
  place.note(...notes.map((note) => inWords(note, place)));
  return notes.length > 0 ? null : { type, settings: value };
}

function settingsOf(written: WrittenAuthorizer, place: AuthorizerPlace): object | null {
  if (written.type === 'COGNITO_USER_POOLS') return pools(written);
  return written.type === 'JWT' ? jwt(written) : lambda(written, place);
}

/** An authorizer that takes tokens of an issuer. */
function jwt({ jwt: written, identitySource }: WrittenAuthorizer): object {
  return { ...written, ...(identitySource === undefined ? {} : { identitySource }) };
}

/** An authorizer that takes tokens of user pools. */
function pools({ providerArns, identitySource, validationExpression }: WrittenAuthorizer): object {
  return {
    pools: providerArns ?? [],
    ...(identitySource === undefined ? {} : { identitySource }),
    ...(validationExpression === undefined ? {} : { validationExpression }),
  };
}

/** An authorizer that is a function. */
function lambda(written: WrittenAuthorizer, place: AuthorizerPlace): object | null {
  const { type, credentials, identitySource, validationExpression, ttlSeconds, payloadFormat } = written;
  const word = place.words.uri ?? 'uri';
  const found = functionIn(written.uri ?? '', word);
  if ('flaw' in found) {
    place.note(error('authorizer.uri', found.flaw, place.at('uri')));
    return null;
  }
  const sources = (identitySource ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const settings = {
    functionArn: found.functionArn,
    ...(credentials === undefined ? {} : { role: credentials }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
  if (type === 'TOKEN')
    return {
      ...settings,
      identitySource: sources.join(','),
      ...(validationExpression === undefined ? {} : { validationExpression }),
    };
  return {
    ...settings,
    identitySources: sources,
    ...(payloadFormat === undefined ? {} : { payloadFormat }),
    ...(written.simpleResponses === undefined ? {} : { simpleResponses: written.simpleResponses }),
  };
}

const PARTS: Readonly<Record<string, keyof WrittenAuthorizer>> = {
  pools: 'providerArns',
  issuer: 'jwt',
  audience: 'jwt',
  identitySource: 'identitySource',
  identitySources: 'identitySource',
  validationExpression: 'validationExpression',
  ttlSeconds: 'ttlSeconds',
  payloadFormat: 'payloadFormat',
  simpleResponses: 'simpleResponses',
};

/** A note of the kind's shape, in the words of the format and at the line that is meant. */
function inWords(note: Note, { at, words }: AuthorizerPlace): Note {
  const [label = ''] = /^\w+/.exec(note.message) ?? [];
  const part = PARTS[label];
  if (part === undefined) return note;
  const message = note.message.replace(/\w+/g, (word) => {
    const meant = Object.hasOwn(PARTS, word) ? PARTS[word]! : null;
    return meant === null ? word : (words[meant] ?? word);
  });
  return { ...note, message, origin: at(part) };
}
