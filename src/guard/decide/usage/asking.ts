import { z } from 'zod';
import type { Site } from '../layer.ts';

/** What a step of the usage layer is told of its method. */
export const askingShape = z
  .strictObject({
    apiId: z.string().describe('The API.'),
    stage: z.string().describe('The stage: only keys of a plan that has it are let in.'),
    resourcePath: z.string().describe('The resource, for throttles of single methods.'),
    httpMethod: z.string().describe('The method.'),
    by: z.string().describe('The element that a refusal names.'),
    source: z.enum(['HEADER', 'AUTHORIZER']).describe('Where the key is given.'),
  })
  .describe('A method that asks for an API key.');

export type Asking = z.infer<typeof askingShape>;

/** The one asking of a method that needs a key; none for any other. */
export function askingsOf({ api, stage, resource, method }: Site): readonly Asking[] {
  if (resource === null || method === null || !method.apiKeyRequired) return [];
  return [
    {
      apiId: api.apiId,
      stage: stage.name,
      resourcePath: resource.path,
      httpMethod: method.httpMethod,
      by: method.id,
      source: api.apiKeySource,
    },
  ];
}
