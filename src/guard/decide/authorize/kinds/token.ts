import { z } from 'zod';
import { compileRegex, whyRefused } from '../../../../base/regex/regex.ts';
import { authorizer } from '../authorizer.ts';
import { tokenEvent } from '../lambda/events.ts';
import { identitySource } from '../lambda/identity.ts';
import { LambdaAuthorizer } from '../lambda/lambda.ts';
import { said } from '../lambda/said.ts';
import { functionSettings, headerSource } from '../lambda/settings.ts';
import { requestedAt } from '../policy/requested.ts';

/** API Gateway waits for an authorizer’s function no longer than for an integration. */
const TIMEOUT_MS = 29_000;

/** The expression has to fit the whole token. Alone first: no expression gets out of the brackets around it. */
const whole = (expression: string): string => `\\A(?:${expression})\\z`;
const flaw = (expression: string): string | null => whyRefused(expression) ?? whyRefused(whole(expression));

/** Hands the token in a header to a function, which answers with who it belongs to and a policy. */
export default authorizer({
  name: 'TOKEN',
  judges: true,
  shape: z
    .strictObject({
      ...functionSettings,
      identitySource: headerSource,
      validationExpression: z
        .string()
        .default('')
        .superRefine((expression, context) => {
          const why = expression === '' ? null : flaw(expression);
          if (why !== null) context.addIssue({ code: 'custom', message: `cannot be used: ${why}` });
        })
        .describe('A regular expression that the whole token must match, or the function is not asked.'),
    })
    .describe('A Lambda function that is handed a token.'),
  compile(settings, at, given) {
    const lambda = new LambdaAuthorizer(
      settings,
      { simple: false, nested: false, timeoutMs: TIMEOUT_MS },
      at,
      given,
    );
    const read = identitySource(settings.identitySource, at.site)!;
    const expression =
      settings.validationExpression === '' ? null : compileRegex(whole(settings.validationExpression));
    return {
      of(site) {
        const requestedOf = requestedAt(site);
        return (x) => {
          const identity = read(x);
          // Of two tokens the server behind might read the other one.
          if (identity.length !== 1) return lambda.unauthorized;
          const token = identity[0]!;
          if (expression !== null && !expression.test(token)) return lambda.unauthorized;
          if (given.tracing) return 'allow';
          return lambda.ask(x, site, requestedOf(x), lambda.keyOf([identity]), (_x, _site, arn) =>
            tokenEvent(token, arn),
          );
        };
      },
      say: (x, verdict) => said(x, verdict, [[settings.identitySource, read]]),
    };
  },
});
