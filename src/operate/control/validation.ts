import type { z } from 'zod';
import { AwsError } from './aws-error.ts';

/** Reads the input of an action by its shape. Throws what AWS answers to an input that does not fit. */
export function validated<S>(shape: z.ZodType<S>, input: unknown): S {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const mistyped = issues.find(
    (issue) => issue.code === 'invalid_type' && valueAt(input, issue.path) !== undefined,
  );
  if (mistyped !== undefined) {
    throw new AwsError('SerializationException', 400, `${memberOf(mistyped.path)}: ${mistyped.message}`);
  }
  const errors = issues.map((issue) => described(issue, input));
  const count = errors.length === 1 ? '1 validation error' : `${errors.length} validation errors`;
  throw new AwsError('ValidationException', 400, `${count} detected: ${errors.join('; ')}`);
}

function described(issue: z.core.$ZodIssue, input: unknown): string {
  const value = valueAt(input, issue.path);
  const shown =
    value === undefined ? 'null' : `'${typeof value === 'object' ? JSON.stringify(value) : value}'`;
  return `Value ${shown} at '${memberOf(issue.path)}' failed to satisfy constraint: Member must ${constraint(issue, value)}`;
}

function constraint(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'not be null';
  switch (issue.code) {
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.map(String).sort().join(', ')}]`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length greater than or equal to ${issue.minimum}`
        : `have value greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `have length less than or equal to ${issue.maximum}`
        : `have value less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return issue.pattern === undefined
        ? 'have the right form'
        : `satisfy regular expression pattern: ${issue.pattern.replace(/^\/|\/[a-z]*$/g, '')}`;
    default:
      return `be right: ${issue.message}`;
  }
}

/** `['TimeWindow', 'StartTime']` → `timeWindow.startTime`, as AWS's messages write members. */
const memberOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => String(part).replace(/^[A-Z]/, (c) => c.toLowerCase())).join('.');

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}
