import { z } from 'zod';
import type { Integration } from '../../model/api.ts';
import { integrationOf as integrationFrom } from '../integration.ts';
import type { Parts } from './parts.ts';
import { refused, type Self, stored } from './resource.ts';

const templates = z.record(z.string(), z.string()).default({});

/** What answers a method, as CloudFormation writes it. */
export const integrationShape = z
  .strictObject({
    Type: z.enum(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']).describe('How the backend is asked.'),
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
            ContentHandling: z
              .enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'])
              .optional()
              .describe('How the body is converted.'),
          })
          .describe('An answer.'),
      )
      .default([])
      .describe('The answers it leads to; proxy integrations have none.'),
    Credentials: stored(
      z.string().optional().describe('The role the backend is asked with.'),
      'functions are asked without a role; a method that has one needs no AWS::Lambda::Permission',
    ),
    ConnectionType: refused(
      z.enum(['INTERNET', 'VPC_LINK']).default('INTERNET').describe('Which way the backend is reached.'),
      'there is no VPC link here: name an address that this machine reaches',
      (value) => value === 'INTERNET',
    ),
    ConnectionId: stored(z.string().optional().describe('The VPC link.'), 'there is no VPC link here'),
    ContentHandling: z
      .enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'])
      .optional()
      .describe('How bodies are converted; proxy integrations hand them on as they are.'),
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
  // Refused by its shape, with a line; nothing else about it is worth saying.
  if (written.ConnectionType === 'VPC_LINK') return null;
  const words = { type: 'Type', uri: 'Uri', httpMethod: 'IntegrationHttpMethod' } as const;
  const draft = parts.draft;
  return integrationFrom(
    {
      type: written.Type,
      uri: written.Uri,
      httpMethod: written.IntegrationHttpMethod,
      timeoutMs: written.TimeoutInMillis,
      requestParameters: written.RequestParameters,
      requestTemplates: written.RequestTemplates,
      passthroughBehavior: written.PassthroughBehavior,
      contentHandling: written.ContentHandling,
      responses: written.IntegrationResponses.map((response) => ({
        statusCode: response.StatusCode,
        ...(response.SelectionPattern === undefined ? {} : { selectionPattern: response.SelectionPattern }),
        responseParameters: response.ResponseParameters,
        responseTemplates: response.ResponseTemplates,
        contentHandling: response.ContentHandling,
      })),
    },
    {
      catalogue: draft.catalogue,
      note: (...notes) => draft.note(...notes),
      at: (part) => (part === undefined ? self.at('Integration') : self.at('Integration', words[part])),
      words,
    },
  );
}
