import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { basePathOf } from '../domain-parts.ts';
import { resource, type Self } from '../resource.ts';

const condition = z
  .strictObject({
    MatchBasePaths: z
      .strictObject({
        AnyOf: z
          .array(
            z
              .string()
              .max(300)
              .regex(/^[\w.~!$&'()*+,;=:@/-]+$/, 'must be a path without query and percent signs'),
          )
          .min(1)
          .describe('Paths, one of which the request must begin with; they have a case.'),
      })
      .optional()
      .describe('Holds for requests whose path begins so.'),
    MatchHeaders: z
      .strictObject({
        AnyOf: z
          .array(
            z
              .strictObject({
                Header: z
                  .string()
                  .regex(/^[\w!#$%&'*+.^`|~-]{1,40}$/, 'must be the name of a header')
                  .describe('Its name, in any case.'),
                ValueGlob: z
                  .string()
                  .min(1)
                  .max(128)
                  .regex(/^\*?[^*]*\*?$/, 'may have * at its beginning and its end')
                  .describe('Its value; * at the beginning or the end stands for any text.'),
              })
              .describe('A header.'),
          )
          .min(1)
          .describe('Headers, one of which the request must have.'),
      })
      .optional()
      .describe('Holds for requests with such a header.'),
  })
  .refine(
    (one) => (one.MatchBasePaths === undefined) !== (one.MatchHeaders === undefined),
    'must have MatchBasePaths or MatchHeaders, and not both',
  )
  .describe('What a request must have.');

/** Leads requests to a domain to an API, by path and headers. */
export default resource({
  name: 'AWS::ApiGatewayV2::RoutingRule',
  shape: z
    .strictObject({
      DomainNameArn: z
        .string()
        .regex(/^arn:[^/]+:\/?\/domainnames\/[^/+]+/, 'must be the ARN of a domain')
        .describe('The domain, whose RoutingMode asks for rules.'),
      Priority: z.int().min(1).max(1_000_000).describe('The lowest is asked first.'),
      Conditions: z
        .array(condition)
        .max(3)
        .default([])
        .describe('All of them must hold; none: it takes every request.'),
      Actions: z
        .array(
          z
            .strictObject({
              InvokeApi: z
                .strictObject({
                  ApiId: z.string().describe('The API.'),
                  Stage: z.string().min(1).describe('Its stage.'),
                  StripBasePath: z
                    .boolean()
                    .default(false)
                    .describe('Whether the API sees the path without the base path that matched.'),
                })
                .describe('The API that answers.'),
            })
            .describe('What becomes of the request.'),
        )
        .length(1)
        .describe('What becomes of the request: one API answers it.'),
    })
    .describe('A rule of a domain: which API answers requests with such a path or header.'),
  ref: (settings, self) => ruleArn(settings, self),
  attributes: {
    RoutingRuleArn: (settings, self) => ruleArn(settings, self),
    RoutingRuleId: (_, self) => shortId(self.id, 6),
  },
  add(settings, parts, self) {
    const { ApiId, Stage, StripBasePath } = settings.Actions[0]!.InvokeApi;
    parts.routingRules.push({
      id: self.id,
      origin: self.origin,
      ruleId: shortId(self.id, 6),
      host: settings.DomainNameArn.replace(/^.*\/domainnames\//, '').toLowerCase(),
      priority: settings.Priority,
      conditions: settings.Conditions.map(({ MatchBasePaths, MatchHeaders }) =>
        MatchBasePaths === undefined
          ? {
              headers: MatchHeaders!.AnyOf.map(({ Header, ValueGlob }) => ({
                name: Header.toLowerCase(),
                glob: ValueGlob,
              })),
            }
          : { basePaths: MatchBasePaths.AnyOf.map((path) => `/${basePathOf(path)}`) },
      ),
      apiId: ApiId,
      stage: Stage,
      stripsBasePath: StripBasePath,
    });
  },
});

const ruleArn = ({ DomainNameArn }: { readonly DomainNameArn: string }, self: Self): string =>
  `${DomainNameArn}/routingrules/${shortId(self.id, 6)}`;
