import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { Integration } from '../model/api.ts';
import type { Catalogue } from './catalogue.ts';
import { shaped } from './shaped.ts';

/** What answers a method, as CloudFormation and OpenAPI both know it; the names are ours. */
export interface WrittenIntegration {
  readonly type: 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';
  readonly uri?: string | undefined;
  readonly httpMethod?: string | undefined;
  readonly timeoutMs: number;
  readonly requestParameters: Readonly<Record<string, string>>;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly contentHandling?: ContentHandling | undefined;
  /** How an HTTP server is spoken to over TLS. */
  readonly tls?: WrittenTls | undefined;
  readonly responses: readonly WrittenResponse[];
}

/** How the server behind is trusted, as it was written. */
export interface WrittenTls {
  readonly insecureSkipVerification: boolean;
  readonly serverName?: string | undefined;
}

/** One answer of an integration, as it was written. */
export interface WrittenResponse {
  readonly statusCode: string;
  /** Absent: the answer when no other is chosen. */
  readonly selectionPattern?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly contentHandling?: ContentHandling | undefined;
}

/** What is to be made of a payload (API Gateway: `contentHandling`). */
export type ContentHandling = 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';

/** Where an integration was written, and what it is read by. */
export interface IntegrationPlace {
  readonly catalogue: Catalogue;
  note(...notes: readonly Note[]): void;
  /** Where a part of it stands; the integration itself when none is named. */
  at(part?: 'type' | 'uri' | 'httpMethod'): Origin;
  /** What the format calls a part: `Uri`, `IntegrationHttpMethod`. */
  readonly words: Readonly<Record<'uri' | 'httpMethod', string>>;
}

/** The integration in the form its kind reads; null when it cannot be, and notes that say why. */
export function integrationOf(written: WrittenIntegration, place: IntegrationPlace): Integration | null {
  const { type } = written;
  const wrong: Wrong = (code, message, part) => {
    place.note(error(code, message, place.at(part)));
    return null;
  };
  const settings = settingsOf(written, place, wrong);
  if (settings === null) return null;
  const shape = place.catalogue.integration(type);
  if (shape === undefined)
    return wrong('integration.not-read', `${type} integrations are not read here`, 'type');
  const { file, line, path } = place.at();
  const { value, notes } = shaped(shape, settings, { file, path: path.split('/'), lineOf: () => line });
  place.note(...notes);
  return notes.length > 0 ? null : { type, settings: value };
}

function settingsOf(written: WrittenIntegration, place: IntegrationPlace, wrong: Wrong): object | null {
  if (written.type === 'MOCK') return mock(written);
  const asked = written.type.startsWith('HTTP') ? http(written, place, wrong) : lambda(written, place, wrong);
  if (asked === null || written.type.endsWith('_PROXY')) return asked;
  return { ...asked, ...mapped(written) };
}

type Wrong = (code: string, message: string, part: 'type' | 'uri' | 'httpMethod') => null;

const FUNCTION = /^arn:aws[\w-]*:apigateway:[\w-]*:lambda:path\/.*\/functions\/(.+)\/invocations$/s;

/** Any other service of AWS, or any other of its actions. */
const SERVICE = /^arn:aws[\w-]*:apigateway:[\w-]*:[\w.-]+:(?:action|path)\//;

/** The function that a URI of API Gateway names, or what is wrong with it; `word` is what the format calls it. */
export function functionIn(
  uri: string,
  word: string,
  variables = false,
): { readonly functionArn: string } | { readonly flaw: string } {
  const found = FUNCTION.exec(uri);
  if (found === null)
    return {
      flaw: `${SERVICE.test(uri) ? 'AWS services other than Lambda are not called from here: ' : ''}${word} must name a function: arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations`,
    };
  return !variables && found[1]!.includes('${stageVariables.')
    ? { flaw: 'stage variables in the name of a function are not read yet: name the function' }
    : { functionArn: found[1]! };
}

function lambda(written: WrittenIntegration, { words }: IntegrationPlace, wrong: Wrong): object | null {
  const found = functionIn(written.uri ?? '', words.uri, true);
  if ('flaw' in found) return wrong('integration.uri', found.flaw, 'uri');
  if (written.httpMethod !== undefined && written.httpMethod !== 'POST')
    return wrong(
      'integration.method',
      `${words.httpMethod} must be POST: functions are invoked by POST`,
      'httpMethod',
    );
  return { functionArn: found.functionArn, timeoutMs: written.timeoutMs };
}

function http(written: WrittenIntegration, { words }: IntegrationPlace, wrong: Wrong): object | null {
  if (written.uri === undefined || !/^https?:\/\/./.test(written.uri))
    return wrong(
      'integration.uri',
      `${words.uri} must be the address of the backend: http://… or https://…`,
      'uri',
    );
  if (written.httpMethod === undefined)
    return wrong(
      'integration.method',
      `${words.httpMethod} is missing: the verb the backend is asked with, or ANY`,
      'httpMethod',
    );
  return {
    uri: written.uri,
    httpMethod: written.httpMethod,
    requestParameters: written.requestParameters,
    timeoutMs: written.timeoutMs,
    ...(written.tls === undefined ? {} : { tls: given(written.tls) }),
  };
}

const mock = ({ requestTemplates, passthroughBehavior, responses }: WrittenIntegration): object => ({
  requestTemplates,
  passthroughBehavior,
  responses: responses.map(given),
});

const mapped = ({ contentHandling, ...written }: WrittenIntegration): object => ({
  requestParameters: written.requestParameters,
  requestTemplates: written.requestTemplates,
  passthroughBehavior: written.passthroughBehavior,
  ...(contentHandling === undefined ? {} : { contentHandling }),
  responses: written.responses.map(given),
});

/** Without what is not written. */
const given = (written: object): object =>
  Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
