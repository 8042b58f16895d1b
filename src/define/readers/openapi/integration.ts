import { z } from 'zod';
import type { Integration } from '../../model/api.ts';
import { refused, stored } from '../cloudformation/resource.ts';
import { integrationOf, type WrittenResponse } from '../integration.ts';
import type { Reading } from './reading.ts';

const CACHE = 'answers are not cached yet: every request reaches the integration';
const LINK = 'there is no VPC link here';
const texts = z.record(z.string(), z.string()).default({});
const conversion = z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional();

const responseShape = z
  .strictObject({
    statusCode: z.string().describe('The status the caller gets.'),
    responseParameters: texts.describe('Headers of the answer, and where each comes from.'),
    responseTemplates: texts.describe('By media type: the template of the answer.'),
    contentHandling: conversion.describe('How the body is converted.'),
  })
  .describe('An answer.');

/** `x-amazon-apigateway-integration`: what answers an operation. */
export const integrationShape = z
  .strictObject({
    type: z.enum(['aws', 'aws_proxy', 'http', 'http_proxy', 'mock']).describe('How the backend is asked.'),
    uri: z.string().optional().describe('The function, or the address of the backend.'),
    httpMethod: z.string().optional().describe('The verb the backend is asked with.'),
    timeoutInMillis: z
      .int()
      .min(50)
      .max(29_000)
      .default(29_000)
      .describe('How long the backend may take, in milliseconds.'),
    requestParameters: texts.describe('Parameters of the backend request, and where each comes from.'),
    requestTemplates: texts.describe('By media type: the template of the backend request.'),
    passthroughBehavior: z
      .enum(['when_no_match', 'when_no_templates', 'never'])
      .default('when_no_match')
      .describe('What becomes of bodies without a template.'),
    responses: z
      .record(z.string(), responseShape)
      .default({})
      .describe(
        'The answers it leads to, by the pattern that chooses each; `default` is the one for the rest.',
      ),
    payloadFormatVersion: refused(
      z.string().optional().describe('The form of the event a function gets.'),
      'functions get the event of REST APIs: write 1.0, and have the function read that',
      (value) => value === '1.0',
    ),
    integrationSubtype: refused(
      z.string().optional().describe('Of an HTTP API: the AWS service that is called.'),
      'AWS services are not called from here',
    ),
    connectionType: refused(
      z.enum(['internet', 'vpc_link']).default('internet').describe('Which way the backend is reached.'),
      'there is no VPC link here: name an address that this machine reaches',
      (value) => value === 'internet',
    ),
    connectionId: stored(z.string().optional().describe('The VPC link.'), LINK),
    integrationTarget: stored(z.string().optional().describe('Behind a VPC link: the load balancer.'), LINK),
    credentials: stored(
      z.string().optional().describe('The role the backend is asked with.'),
      'functions here are asked without a role',
    ),
    contentHandling: conversion.describe(
      'How bodies are converted; proxy integrations hand them on as they are.',
    ),
    cacheNamespace: stored(z.string().optional().describe('The group of cached answers.'), CACHE),
    cacheKeyParameters: stored(
      z.array(z.string()).optional().describe('Parameters that tell cached answers apart.'),
      CACHE,
    ),
    responseTransferMode: stored(
      z.enum(['BUFFERED', 'STREAM']).optional().describe('Whether the answer is sent while it is made.'),
      'HTTP answers are always streamed, those of functions never',
    ),
    tlsConfig: z
      .strictObject({
        insecureSkipVerification: z
          .boolean()
          .default(false)
          .describe(
            'True: a certificate that nobody trusted has signed is taken; its time and names are checked.',
          ),
        serverNameToVerify: z
          .string()
          .optional()
          .describe('The name that the certificate must bear, in the place of the host.'),
      })
      .optional()
      .describe('How the certificate of the backend is checked.'),
  })
  .describe('What answers the operation.');

/** Words that AWS takes in capitals and in small letters. */
const WORDS = ['type', 'passthroughBehavior', 'connectionType'] as const;

/** What the document says answers an operation; null when it cannot be read, which has been noted. */
export function readIntegration(
  raw: unknown,
  path: readonly (string | number)[],
  element: string,
  reading: Reading,
): Integration | null {
  const found = reading.pointers.follow(raw, path);
  if (found === null) return null;
  const written = reading.part(integrationShape, inSmallLetters(found.value), found.path, element, {
    prefix: 'x-amazon-apigateway-integration/',
  });
  if (written === null || written.connectionType === 'vpc_link') return null;
  const made = integrationOf(
    {
      ...written,
      type: upper(written.type),
      timeoutMs: written.timeoutInMillis,
      passthroughBehavior: upper(written.passthroughBehavior),
      tls:
        written.tlsConfig === undefined
          ? undefined
          : {
              insecureSkipVerification: written.tlsConfig.insecureSkipVerification,
              serverName: written.tlsConfig.serverNameToVerify,
            },
      responses: Object.entries(written.responses).map(([pattern, response]): WrittenResponse => {
        const { statusCode, responseParameters, responseTemplates, contentHandling } = response;
        const chosen = pattern === 'default' ? {} : { selectionPattern: pattern };
        return { statusCode, ...chosen, responseParameters, responseTemplates, contentHandling };
      }),
    },
    {
      catalogue: reading.draft.catalogue,
      note: (...notes) => reading.draft.note(...notes),
      at: (part) => reading.origin(part === undefined ? found.path : [...found.path, part]),
      words: { uri: 'uri', httpMethod: 'httpMethod' },
    },
  );
  if (made !== null && written.credentials !== undefined) reading.withRole.add(made);
  return made;
}

const upper = <T extends string>(word: T): Uppercase<T> => word.toUpperCase() as Uppercase<T>;

function inSmallLetters(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) =>
      (WORDS as readonly string[]).includes(key) && typeof part === 'string'
        ? [key, part.toLowerCase()]
        : [key, part],
    ),
  );
}
