import { z } from 'zod';
import { isContextName } from '../../context.ts';
import { HEADER_SOURCE, SOURCE } from './identity.ts';

/** What every authorizer that is a function has. */
export const functionSettings = {
  functionArn: z.string().describe('The function, by its ARN; one of a version or an alias too.'),
  role: z
    .string()
    .default('')
    .describe('The role it is invoked by, and needs no AWS::Lambda::Permission for; empty: none.'),
  ttlSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(300)
    .describe('How long an answer is kept for the same identity, in seconds; 0: not at all.'),
};

/** The one header that a token comes in. */
export const headerSource = z
  .string()
  .regex(HEADER_SOURCE, 'must be one header: method.request.header.Authorization')
  .describe('Where the token stands.');

/** Where a caller's identity stands. */
export const sources = z
  .array(
    z
      .string()
      .regex(
        SOURCE,
        'must be method.request.header.X, method.request.querystring.X, stageVariables.X or context.X',
      )
      .refine((text) => {
        const name = /^\$?context\.(.+)$/.exec(text)?.[1];
        return name === undefined || (isContextName(name) && !name.startsWith('authorizer.'));
      }, 'must be a variable that a request has before it is authorized, such as context.identity.sourceIp'),
  )
  .default([])
  .describe('Where the identity stands: all must be there, and answers are kept by their values.');
