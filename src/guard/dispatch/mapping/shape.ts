import { z } from 'zod';
import { requestParameters } from './parameter-text.ts';
import { responseShape } from './response.ts';
import { templateText } from './template-text.ts';

/** Settings of every integration that maps requests and answers by template. */
export const mappedShape = {
  requestParameters: requestParameters
    .default({})
    .describe(
      "Parameters of the integration’s request (`integration.request.header.X`), and where each comes from: `method.request.header.X`, `method.request.body.a.b`, `context.…`, `stageVariables.…`, `'literal'`.",
    ),
  requestTemplates: z
    .record(z.string(), templateText)
    .default({})
    .describe('By content type, the mapping template of the integration’s request.'),
  passthroughBehavior: z
    .enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])
    .default('WHEN_NO_MATCH')
    .describe('What becomes of a request whose content type has no template.'),
  contentHandling: z
    .enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'])
    .optional()
    .describe('How the body of the request is converted.'),
  responses: z.array(responseShape).default([]).describe('The answers it can lead to.'),
};
