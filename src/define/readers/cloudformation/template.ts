import { z } from 'zod';

const names = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const policy = (...values: readonly string[]): z.ZodOptional<z.ZodEnum> =>
  z.enum(values).optional().describe('What becomes of it when it is removed or replaced.');

/** A resource as a template writes it. */
export const resourceShape = z
  .strictObject({
    Type: z
      .string()
      .regex(
        /^(AWS|Alexa|Custom|[A-Za-z0-9]+)::[A-Za-z0-9_@-]+(::[A-Za-z0-9_@-]+)*$/,
        'must be a type such as AWS::WAFv2::WebACL',
      )
      .describe('Its type.'),
    Properties: z.record(z.string(), z.unknown()).default({}).describe('Its properties.'),
    DependsOn: names.default([]).describe('Resources that must be there first.'),
    Condition: z.string().optional().describe('It is there only when this condition holds.'),
    DeletionPolicy: policy('Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'),
    UpdateReplacePolicy: policy('Delete', 'Retain', 'Snapshot'),
    CreationPolicy: z.unknown().optional().describe('What to wait for when it is made.'),
    UpdatePolicy: z.unknown().optional().describe('How it is updated.'),
    Metadata: z.unknown().optional().describe('Notes about it.'),
    Description: z.string().optional().describe('What it is for.'),
    Version: z.string().optional().describe('The version of a custom resource type.'),
  })
  .describe('A resource.');

export const outputShape = z
  .strictObject({
    Value: z.unknown().describe('What it gives.'),
    Description: z.string().default('').describe('What it is.'),
    Condition: z.string().optional().describe('It is there only when this condition holds.'),
    Export: z
      .strictObject({ Name: z.unknown().describe('The name other stacks import it by.') })
      .optional()
      .describe('Lets other stacks use it.'),
  })
  .describe('An output.');

const scalarText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const parameterShape = z
  .strictObject({
    Type: z.string().describe('String, Number, a list of one, or a type of AWS.'),
    Default: scalarText.optional().describe('Its value when none is given.'),
    AllowedValues: z.array(scalarText).optional().describe('The only values it may have.'),
    AllowedPattern: z.string().optional().describe('What its text must match as a whole.'),
    MinLength: z.int().optional().describe('The fewest characters.'),
    MaxLength: z.int().optional().describe('The most characters.'),
    MinValue: z.number().optional().describe('The least number.'),
    MaxValue: z.number().optional().describe('The greatest number.'),
    NoEcho: z.boolean().optional().describe('Never shown.'),
    Description: z.string().optional().describe('What it is.'),
    ConstraintDescription: z.string().optional().describe('What would be right, in words.'),
  })
  .describe('A parameter.');

const logicalId = z.string().regex(/^[A-Za-z0-9]{1,255}$/, 'must be letters and digits');

/** The sections of a template. */
export const templateShape = z
  .strictObject({
    AWSTemplateFormatVersion: z
      .literal('2010-09-09')
      .optional()
      .describe('The version of the template format.'),
    Description: z.string().default('').describe('What the stack is.'),
    Metadata: z.unknown().optional().describe('Notes; not read.'),
    Parameters: z.record(logicalId, z.unknown()).default({}).describe('Values given when the stack is made.'),
    Rules: z.unknown().optional().describe('Checks of parameters; not read.'),
    Mappings: z
      .record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))
      .default({})
      .describe('Tables of values.'),
    Conditions: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Conditions that resources and outputs may hang on.'),
    Transform: z.unknown().optional().describe('Macros that AWS runs over the template.'),
    Hooks: z.unknown().optional().describe('Checks before deployment; not read.'),
    Resources: z.record(logicalId, z.unknown()).describe('What the stack is made of.'),
    Outputs: z.record(logicalId, z.unknown()).default({}).describe('What the stack tells others.'),
  })
  .describe('A CloudFormation template.');

export type Template = z.infer<typeof templateShape>;
export type TemplateResource = z.infer<typeof resourceShape>;
export type TemplateOutput = z.infer<typeof outputShape>;
export type TemplateParameter = z.infer<typeof parameterShape>;
