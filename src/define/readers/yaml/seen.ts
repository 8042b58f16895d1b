import { z } from 'zod';
import type { Origin } from '../../../base/origin.ts';
import { type DataProtectionConfig, dataProtectionShape } from '../../model/data-protection.ts';
import type { LoggingConfiguration } from '../../model/logging.ts';
import type { Settings } from '../../model/settings.ts';

const yes = (about: string) => z.boolean().default(false).describe(about);
const names = (about: string) => z.array(z.string().min(1).max(64)).default([]).describe(about);

/** What of a web ACL is logged: the short form of AWS::WAFv2::LoggingConfiguration. */
export const logShape = z
  .strictObject({
    keep: z
      .array(z.enum(['allow', 'block', 'count', 'captcha', 'challenge']))
      .min(1)
      .optional()
      .describe('Only requests with which one of these was done; every one that was looked at by default.'),
    redact: z
      .strictObject({
        headers: names('Headers, in any case of their names.'),
        path: yes('The path.'),
        query: yes('The query.'),
        method: yes('The verb.'),
      })
      .prefault({})
      .describe('What stands as REDACTED.'),
  })
  .describe('Every request it looks at is logged, to aws-waf-logs-{name}; only blocked ones without it.');

/** What is masked in all that is kept: the short form of DataProtectionConfig. */
export const protectShape = z
  .strictObject({
    headers: names('Headers, in any case of their names.'),
    cookies: names('Cookies.'),
    arguments: names('Arguments of the query, in any case of their names.'),
    query: yes('The whole query.'),
    body: yes('What rules found in the body.'),
    by: z
      .enum(['substitution', 'hash'])
      .default('substitution')
      .describe('REDACTED in its place, or its SHA-256 in base64: the same value can be found again.'),
  })
  .refine(
    (p) => p.query || p.body || p.headers.length + p.cookies.length + p.arguments.length > 0,
    'must name something to protect',
  )
  .describe('What is masked in logs, samples, the journal and the console.');

type Log = z.infer<typeof logShape>;
type Protect = z.infer<typeof protectShape>;

/** The logging configuration of a web ACL that a short `log` stands for. */
export function loggingOf(
  { keep, redact }: Log,
  acl: { readonly id: string; readonly name: string; readonly arn: string },
  { region, accountId }: Pick<Settings, 'region' | 'accountId'>,
  origin: Origin,
): LoggingConfiguration {
  return {
    id: `${acl.id}/log`,
    origin,
    webAclArn: acl.arn,
    destinations: [`arn:aws:logs:${region}:${accountId}:log-group:aws-waf-logs-${acl.name}`],
    redacted: [
      ...redact.headers.map((Name) => ({ SingleHeader: { Name } })),
      ...(redact.path ? [{ UriPath: {} }] : []),
      ...(redact.query ? [{ QueryString: {} }] : []),
      ...(redact.method ? [{ Method: {} }] : []),
    ],
    filter:
      keep === undefined
        ? null
        : {
            Filters: [
              {
                Behavior: 'KEEP',
                Requirement: 'MEETS_ANY',
                Conditions: keep.map((action) => ({ ActionCondition: { Action: action.toUpperCase() } })),
              },
            ],
            DefaultBehavior: 'DROP',
          },
  };
}

/** The data protection of a web ACL that a short `protect` stands for. */
export function protectionOf({
  headers,
  cookies,
  arguments: parameters,
  query,
  body,
  by,
}: Protect): DataProtectionConfig {
  const Action = by === 'hash' ? 'HASH' : 'SUBSTITUTION';
  const named = (FieldType: string, FieldKeys: readonly string[]) =>
    FieldKeys.length === 0 ? [] : [{ Field: { FieldType, FieldKeys }, Action }];
  const whole = (FieldType: string, on: boolean) => (on ? [{ Field: { FieldType }, Action }] : []);
  return dataProtectionShape.parse({
    DataProtections: [
      ...named('SINGLE_HEADER', headers),
      ...named('SINGLE_COOKIE', cookies),
      ...named('SINGLE_QUERY_ARGUMENT', parameters),
      ...whole('QUERY_STRING', query),
      ...whole('BODY', body),
    ],
  });
}
