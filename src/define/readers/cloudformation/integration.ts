import { z } from 'zod';
import { error } from '../../../base/note.ts';
import type { Integration } from '../../model/api.ts';
import { shaped } from '../shaped.ts';
import type { Parts } from './parts.ts';
import { refused, type Self, stored } from './resource.ts';

const templates = z.record(z.string(), z.string()).default({});

/** What answers a method, as CloudFormation writes it. */
export const integrationShape = z
  .strictObject({
    Type: refused(
      z.enum(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']).describe('How the backend is asked.'),
      'AWS and HTTP integrations, which map requests by template, are not read yet: use AWS_PROXY, HTTP_PROXY or MOCK',
      (value) => value !== 'AWS' && value !== 'HTTP',
    ),
    Uri: z.string().optional().describe('The function, or the address of the backend.'),
    IntegrationHttpMethod: z.string().optional().describe('The verb the backend is asked with.'),
    TimeoutInMillis: z
      .int()
      .min(50)
      .max(29_000)
      .default(29_000)
      .describe('How long the backend may take, in milliseconds.'),
    RequestParameters: z
      .record(z.string(), z.string())
      .default({})
      .describe('Parameters of the backend request, and where each comes from.'),
    RequestTemplates: templates.describe('By media type: the template of the backend request.'),
    PassthroughBehavior: z
      .enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])
      .default('WHEN_NO_MATCH')
      .describe('What becomes of bodies without a template.'),
    IntegrationResponses: z
      .array(
        z
          .strictObject({
            StatusCode: z.string().describe('The status the caller gets.'),
            SelectionPattern: z.string().optional().describe('Which answers of the backend it is for.'),
            ResponseParameters: z
              .record(z.string(), z.string())
              .default({})
              .describe('Headers of the answer, and where each comes from.'),
            ResponseTemplates: templates.describe('By media type: the template of the answer.'),
            ContentHandling: stored(
              z
                .enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'])
                .optional()
                .describe('How the body is converted.'),
              'a mock answers text',
            ),
          })
          .describe('An answer.'),
      )
      .default([])
      .describe('The answers of a mock.'),
    Credentials: stored(
      z.string().optional().describe('The role the backend is asked with.'),
      'functions here are asked without a role',
    ),
    ConnectionType: refused(
      z.enum(['INTERNET', 'VPC_LINK']).default('INTERNET').describe('Which way the backend is reached.'),
      'there is no VPC link here: name an address that this machine reaches',
      (value) => value === 'INTERNET',
    ),
    ConnectionId: stored(z.string().optional().describe('The VPC link.'), 'there is no VPC link here'),
    ContentHandling: stored(
      z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional().describe('How bodies are converted.'),
      'proxy integrations hand bodies on as they are',
    ),
    CacheKeyParameters: stored(
      z.array(z.string()).optional().describe('Parameters that tell cached answers apart.'),
      'answers are not cached yet',
    ),
    CacheNamespace: stored(
      z.string().optional().describe('The group of cached answers.'),
      'answers are not cached yet',
    ),
    ResponseTransferMode: stored(
      z.enum(['BUFFERED', 'STREAM']).optional().describe('Whether the answer is sent while it is made.'),
      'HTTP answers are always streamed, those of functions never',
    ),
    IntegrationTarget: stored(
      z.string().optional().describe('Behind a VPC link: the load balancer.'),
      'there is no VPC link here',
    ),
  })
  .describe('What answers the method.');

type Written = z.infer<typeof integrationShape>;

/** The integration in the form its kind reads; null, and notes, when it cannot be. */
export function integrationOf(written: Written, parts: Parts, self: Self): Integration | null {
  const type = written.Type;
  if (type === 'AWS' || type === 'HTTP' || written.ConnectionType === 'VPC_LINK') return null;
  const wrong = (code: string, message: string, ...path: string[]): null => {
    parts.draft.note(error(code, message, self.at('Integration', ...path)));
    return null;
  };
  const settings =
    type === 'MOCK' ? mock(written) : type === 'HTTP_PROXY' ? http(written, wrong) : lambda(written, wrong);
  if (settings === null) return null;
  const shape = parts.draft.catalogue.integration(type);
  if (shape === undefined)
    return wrong('integration.not-read', `${type} integrations are not read here`, 'Type');
  const { file, path } = self.at('Integration');
  const { value, notes } = shaped(shape, settings, {
    file,
    path: path.split('/'),
    lineOf: () => self.at('Integration').line,
  });
  parts.draft.note(...notes);
  return notes.length > 0 ? null : { type, settings: value };
}

type Wrong = (code: string, message: string, ...path: string[]) => null;

function lambda(written: Written, wrong: Wrong): object | null {
  const found = /^arn:aws[\w-]*:apigateway:[\w-]*:lambda:path\/.*\/functions\/(.+)\/invocations$/s.exec(
    written.Uri ?? '',
  );
  if (found === null)
    return wrong(
      'integration.uri',
      'Uri must name a function: arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations',
      'Uri',
    );
  if (found[1]!.includes('${stageVariables.'))
    return wrong(
      'integration.uri',
      'stage variables in the name of a function are not read yet: name the function',
      'Uri',
    );
  if (written.IntegrationHttpMethod !== undefined && written.IntegrationHttpMethod !== 'POST')
    return wrong(
      'integration.method',
      'IntegrationHttpMethod must be POST: functions are invoked by POST',
      'IntegrationHttpMethod',
    );
  return { functionArn: found[1], timeoutMs: written.TimeoutInMillis };
}

function http(written: Written, wrong: Wrong): object | null {
  if (written.Uri === undefined || !/^https?:\/\/./.test(written.Uri))
    return wrong('integration.uri', 'Uri must be the address of the backend: http://… or https://…', 'Uri');
  if (written.IntegrationHttpMethod === undefined)
    return wrong(
      'integration.method',
      'IntegrationHttpMethod is missing: the verb the backend is asked with, or ANY',
      'IntegrationHttpMethod',
    );
  return {
    uri: written.Uri,
    httpMethod: written.IntegrationHttpMethod,
    requestParameters: written.RequestParameters,
    timeoutMs: written.TimeoutInMillis,
  };
}

const mock = (written: Written): object => ({
  requestTemplates: written.RequestTemplates,
  passthroughBehavior: written.PassthroughBehavior,
  responses: written.IntegrationResponses.map((response) => ({
    statusCode: response.StatusCode,
    ...(response.SelectionPattern === undefined ? {} : { selectionPattern: response.SelectionPattern }),
    responseParameters: response.ResponseParameters,
    responseTemplates: response.ResponseTemplates,
  })),
});
