import { z } from 'zod';
import { invalidParameter, nonexistent } from '../aws-error.ts';
import { misfit, valueAt } from '../validation.ts';
import { fieldOf, structureOf } from './fields.ts';

/** What is nested deeper would end in the stack, here or where it is compiled; statements take two levels each. */
const mostLevels = 200;

/** A member that must be given, and is read by `memberIn`. */
export const required = (about: string) =>
  z
    .unknown()
    .refine((value) => value !== undefined && value !== null, 'must be given')
    .describe(about);

/**
 * A member of an input, read by the shape of what will enforce it. Throws what AWS answers to the first thing that cannot
 * be, and where: a ValidationException where AWS's model of the service says so, and else a WAFInvalidParameterException.
 */
export function memberIn<T>(
  shape: z.ZodType<T>,
  value: unknown,
  path: readonly (string | number)[],
  otherwise = 'WEB_ACL',
): T {
  if (deeperThan(value, mostLevels))
    throw invalidParameter(
      `${path.join('.')} may have ${mostLevels} levels of objects and lists, one within the other`,
      fieldOf(path, otherwise),
      path.join('.'),
    );
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const { issues } = read.error;
  const ofModel = issues.filter((issue) => isOfModel(issue, [...path, ...issue.path]));
  if (ofModel.length > 0) throw misfit(ofModel, value, path);
  const issue = issues[0]!;
  if (issue.code === 'custom' && issue.params?.nonexistent === true) throw nonexistent(issue.message);
  const at = [...path, ...issue.path];
  throw invalidParameter(
    `${at.map(String).join('.')} ${issue.message}`,
    fieldOf(at, otherwise),
    scalar(valueAt(value, issue.path)) ?? structureOf(at),
  );
}

const modelled: ReadonlySet<string> = new Set([
  ...['invalid_type', 'invalid_value', 'too_small', 'too_big', 'invalid_format'],
]);

/** What the model leaves to the service: members of which it says less than their shapes here. */
const ofService: ReadonlySet<string> = new Set([
  ...['CountryCodes too_big', 'InsertHeaders too_big', 'PreParseTextTransformations too_big'],
  ...[
    'ResponseHeaders too_big',
    'RuleLabels too_big',
    'RuleLabels.Name invalid_format',
    'Statements too_small',
  ],
  ...['SingleQueryArgument.Name too_big', 'TextTransformations too_big'],
  ...['TokenDomains invalid_format', 'TokenDomains too_big'],
]);

function isOfModel({ code }: z.core.$ZodIssue, at: readonly PropertyKey[]): boolean {
  const members = at.filter((part) => typeof part === 'string');
  return modelled.has(code!) && ![1, 2].some((n) => ofService.has(`${members.slice(-n).join('.')} ${code}`));
}

/** As much of a text or a number as a message can bear. */
const scalar = (value: unknown): string | undefined =>
  value === null || value === undefined || typeof value === 'object'
    ? undefined
    : String(value).slice(0, 1_000);

const deeperThan = (value: unknown, levels: number): boolean =>
  value !== null &&
  typeof value === 'object' &&
  (levels === 0 || Object.values(value).some((part) => deeperThan(part, levels - 1)));
