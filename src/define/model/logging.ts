import { z } from 'zod';
import type { Element } from './element.ts';

const actions = [
  ...['ALLOW', 'BLOCK', 'COUNT', 'CAPTCHA', 'CHALLENGE', 'MONETIZE', 'EXCLUDED_AS_COUNT'],
] as const;

const condition = z
  .strictObject({
    ActionCondition: z
      .strictObject({
        Action: z
          .enum(actions as unknown as readonly ['ALLOW', ...string[]])
          .describe('What a rule, or the default action, did.'),
      })
      .optional()
      .describe('True of a request with which this was done.'),
    LabelNameCondition: z
      .strictObject({
        LabelName: z
          .string()
          .max(1024)
          .regex(/^[0-9A-Za-z_\-:]+$/, 'must be letters, digits, _, - and :')
          .describe('A label, with its prefix.'),
      })
      .optional()
      .describe('True of a request that has the label.'),
  })
  .refine(
    (c) => (c.ActionCondition === undefined) !== (c.LabelNameCondition === undefined),
    'must have exactly one member',
  )
  .describe('What a request must be.');

/** Which records of a web ACL are kept. */
const loggingFilterShape = z
  .strictObject({
    Filters: z
      .array(
        z
          .strictObject({
            Behavior: z.enum(['KEEP', 'DROP']).describe('What becomes of a record that fits.'),
            Requirement: z
              .enum(['MEETS_ALL', 'MEETS_ANY'])
              .describe('Whether it fits when all conditions are true, or one.'),
            Conditions: z.array(condition).min(1).describe('The conditions.'),
          })
          .describe('One filter.'),
      )
      .min(1)
      .describe('Asked in turn; the first that fits decides.'),
    DefaultBehavior: z.enum(['KEEP', 'DROP']).describe('What becomes of a record that no filter fits.'),
  })
  .describe('Which records are kept; absent: all.');

const nothing = (about: string) => z.object({}).optional().describe(about);

const redacted = z
  .strictObject({
    Method: nothing('The verb.'),
    QueryString: nothing('The query.'),
    UriPath: nothing('The path.'),
    SingleHeader: z
      .preprocess(
        nameInAnyCase,
        z.strictObject({ Name: z.string().min(1).max(64).describe('Its name, in any case.') }),
      )
      .optional()
      .describe('A header.'),
  })
  .refine(
    (field) => Object.values(field).filter((value) => value !== undefined).length === 1,
    'must have exactly one member: SingleHeader, UriPath, QueryString or Method',
  )
  .describe('A part of the request.');

/** CDK hands on what it is given: `name` is written as often as `Name`. */
function nameInAnyCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('name' in value) || 'Name' in value) return value;
  const { name, ...rest } = value;
  return { ...rest, Name: name };
}

const destination = z
  .string()
  .max(1024)
  .regex(/^arn:[\w-]+:(logs|s3|firehose):/, 'must be the ARN of a log group, a bucket or a delivery stream')
  .refine((arn) => destinationOf(arn) !== null, 'must have a name that begins with aws-waf-logs-')
  .describe('The ARN of a log group, bucket or delivery stream whose name begins with aws-waf-logs-.');

/** The members by which a logging configuration says what is logged, and where to. */
export const loggingShapes = {
  LogDestinationConfigs: z
    .array(destination)
    .min(1)
    .max(100)
    .refine((list) => list.length === 1, 'must have one destination')
    .describe('Where to: exactly one. Here it is a folder of the data folder’s logs.'),
  RedactedFields: z
    .array(redacted)
    .max(100)
    .optional()
    .describe('What stands as REDACTED in the records; samples are not changed by it.'),
  LoggingFilter: loggingFilterShape.optional(),
};

const loggingShape = z.strictObject(loggingShapes);

/** What of a web ACL is logged, and where to. */
export interface LoggingConfiguration extends Element {
  readonly webAclArn: string;
  /** As written: exactly one ARN. */
  readonly destinations: readonly string[];
  readonly redacted: RedactedFields;
  /** Null: every record is kept. */
  readonly filter: LoggingFilter | null;
}

export type LoggingFilter = z.infer<typeof loggingFilterShape>;
export type RedactedFields = NonNullable<z.infer<typeof loggingShape>['RedactedFields']>;

/** The name of the log group, bucket (with what follows it) or stream; null when AWS WAF would not take it. */
export function destinationOf(arn: string): string | null {
  const name =
    /^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1] ??
    /^arn:[\w-]+:s3:::(.+)$/.exec(arn)?.[1] ??
    /^arn:[\w-]+:firehose:[^:]*:[^:]*:deliverystream\/(.+)$/.exec(arn)?.[1];
  return name?.startsWith('aws-waf-logs-') ? name : null;
}
