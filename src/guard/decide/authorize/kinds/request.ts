import { z } from 'zod';
import { authorizer } from '../authorizer.ts';
import { httpEvent, requestEvent } from '../lambda/events.ts';
import { identitySource } from '../lambda/identity.ts';
import { LambdaAuthorizer } from '../lambda/lambda.ts';
import { said } from '../lambda/said.ts';
import { functionSettings, sources } from '../lambda/settings.ts';
import { requestedAt } from '../policy/requested.ts';

/** API Gateway waits for the authorizer of an HTTP API less long than for that of a REST API. */
const TIMEOUT_MS = { '1.0': 29_000, '2.0': 10_000 } as const;

/** Hands the head of a request to a function, which answers with who calls and a policy, or with yes or no. */
export default authorizer({
  name: 'REQUEST',
  judges: true,
  shape: z
    .strictObject({
      ...functionSettings,
      identitySources: sources,
      payloadFormat: z
        .enum(['1.0', '2.0'])
        .default('1.0')
        .describe('The form of the event: 1.0 as for REST APIs, 2.0 of HTTP APIs.'),
      simpleResponses: z
        .boolean()
        .default(false)
        .describe('True: the function answers isAuthorized, true or false, instead of a policy.'),
    })
    .refine((s) => s.ttlSeconds === 0 || s.identitySources.length > 0, {
      message: 'must not be empty unless ttlSeconds is 0: answers are kept by it',
      path: ['identitySources'],
    })
    .refine((s) => !s.simpleResponses || s.payloadFormat === '2.0', {
      message: 'needs payloadFormat 2.0',
      path: ['simpleResponses'],
    })
    .describe('A Lambda function that is handed the head of the request.'),
  compile(settings, at, given) {
    const { identitySources, payloadFormat, ttlSeconds } = settings;
    const lambda = new LambdaAuthorizer(
      settings,
      {
        simple: settings.simpleResponses,
        nested: payloadFormat === '2.0',
        timeoutMs: TIMEOUT_MS[payloadFormat],
      },
      at,
      given,
    );
    return {
      of(site) {
        const requestedOf = requestedAt(site);
        const reads = identitySources.map((text) => identitySource(text, site)!);
        const needed = ttlSeconds > 0 || payloadFormat === '2.0';
        return (x) => {
          const identity = reads.map((read) => read(x));
          if (needed && identity.some((values) => values.length === 0)) return lambda.unauthorized;
          if (given.tracing) return 'allow';
          return lambda.ask(x, site, requestedOf(x), lambda.keyOf(identity), (_x, _site, arn) =>
            payloadFormat === '2.0' ? httpEvent(x, site, arn, identity) : requestEvent(x, site, arn),
          );
        };
      },
      say: (x, verdict) =>
        said(
          x,
          verdict,
          identitySources.map((text) => [text, identitySource(text, at.site)!]),
        ),
    };
  },
});
