import { z } from 'zod';
import { isConditionKey, operatorOf, valueFlaw } from './condition.ts';

/** A policy document, as IAM writes it ("Grammar of the IAM JSON policy language"). */
export type PolicyDocument = z.infer<typeof resourcePolicyShape>;
export type PolicyStatement = Exclude<PolicyDocument['Statement'], readonly unknown[]>;

/** What `Principal` and `NotPrincipal` hold. */
export type Principals = NonNullable<PolicyStatement['Principal']>;

const texts = z.union([z.string(), z.array(z.string()).min(1)]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const principals = z
  .union([
    z.literal('*'),
    z.strictObject({
      AWS: texts.optional().describe('Accounts, users and roles, or * for everyone.'),
      Service: texts.optional().describe('Services; none calls here.'),
      Federated: texts.optional().describe('Identity providers; none signs here.'),
      CanonicalUser: texts.optional().describe('Canonical ids; none signs here.'),
    }),
  ])
  .optional();

const conditions = z
  .record(z.string(), z.record(z.string(), z.union([scalar, z.array(scalar).min(1)])))
  .superRefine((written, context) => {
    for (const [name, keys] of Object.entries(written)) {
      const operator = operatorOf(name);
      const wrong = (message: string, ...path: string[]): void =>
        context.addIssue({ code: 'custom', message, path: [name, ...path] });
      if (operator === null) wrong('is no condition operator that is read here');
      else
        for (const [key, values] of Object.entries(keys))
          for (const value of [values].flat()) {
            // Policy variables are put in when a request is there.
            const flaw = String(value).includes('${') ? '' : valueFlaw(operator, String(value));
            if (flaw !== '') wrong(flaw, key);
          }
    }
  })
  .optional()
  .describe('When the statement holds: operator, key, values.');

const statement = z
  .strictObject({
    Sid: z.string().optional().describe('Its name.'),
    Effect: z.enum(['Allow', 'Deny']).describe('What it does.'),
    Principal: principals.describe('Whom it is about.'),
    NotPrincipal: principals.describe('Everyone but these.'),
    Action: texts.optional().describe('What may be done: execute-api:Invoke.'),
    NotAction: texts.optional().describe('Everything but these.'),
    Resource: texts.optional().describe('Methods, by ARN with * and ?.'),
    NotResource: texts.optional().describe('Everything but these.'),
    Condition: conditions,
  })
  .refine((s) => (s.Action === undefined) !== (s.NotAction === undefined), {
    message: 'must have either Action or NotAction',
  })
  .refine((s) => (s.Resource === undefined) !== (s.NotResource === undefined), {
    message: 'must have either Resource or NotResource',
  });

const documentOf = <T extends z.ZodType>(each: T) =>
  z
    .strictObject({
      Version: z.enum(['2012-10-17', '2008-10-17']).optional().describe('The version of the language.'),
      Id: z.string().optional().describe('Its name.'),
      Statement: z.union([z.array(each).min(1), each]).describe('Its statements, or the only one.'),
    })
    .describe('A policy document.');

const known = (s: z.infer<typeof statement>, context: z.RefinementCtx): void => {
  for (const [operator, keys] of Object.entries(s.Condition ?? {}))
    for (const key of Object.keys(keys))
      if (!isConditionKey(key))
        context.addIssue({
          code: 'custom',
          message: 'is no condition key that requests have here',
          path: ['Condition', operator, key],
        });
};

/** Of an API: every statement says whom it is about, and asks only for what requests have. */
export const resourcePolicyShape = documentOf(
  statement
    .refine((s) => (s.Principal === undefined) !== (s.NotPrincipal === undefined), {
      message: 'must have either Principal or NotPrincipal',
    })
    .superRefine(known),
);

/** Of a caller: statements name no principal. */
export const identityPolicyShape = documentOf(
  statement
    .refine((s) => s.Principal === undefined && s.NotPrincipal === undefined, {
      message: 'must have neither Principal nor NotPrincipal: it belongs to one',
    })
    .superRefine(known),
);

/**
 * What a Lambda authorizer returns. A condition key that requests do not have is not refused here: as in IAM it
 * is one that is not there.
 */
export const returnedPolicyShape = documentOf(statement);
