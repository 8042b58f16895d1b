import type { z } from 'zod';
import { AwsError } from './aws-error.ts';

/** Reads the input of an action by its shape. Throws what AWS answers to an input that does not fit. */
export function validated<S>(shape: z.ZodType<S>, input: unknown): S {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  throw misfit(result.error.issues, input);
}

/** What AWS answers to what does not fit; `before` is where the input stands in the request. */
export function misfit(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  before: readonly PropertyKey[] = [],
): AwsError {
  const mistyped = issues.find(
    (issue) =>
      (issue.code === 'invalid_type' || (issue.code === 'invalid_format' && issue.format === 'base64')) &&
      (valueAt(input, issue.path) ?? null) !== null,
  );
  if (mistyped !== undefined) {
    const member = memberOf([...before, ...mistyped.path]);
    return new AwsError('SerializationException', 400, `${member}: ${mistyped.message}`);
  }
  const errors = issues.map((issue) => described(issue, valueAt(input, issue.path), before));
  const count = errors.length === 1 ? '1 validation error' : `${errors.length} validation errors`;
  return new AwsError('ValidationException', 400, `${count} detected: ${errors.join('; ')}`);
}

function described(issue: z.core.$ZodIssue, value: unknown, before: readonly PropertyKey[]): string {
  const shown =
    (value ?? null) === null ? 'null' : `'${typeof value === 'object' ? JSON.stringify(value) : value}'`;
  const member = memberOf([...before, ...issue.path]);
  return `Value ${shown} at '${member}' failed to satisfy constraint: Member must ${constraint(issue, value)}`;
}

function constraint(issue: z.core.$ZodIssue, value: unknown): string {
  if ((value ?? null) === null) return 'not be null';
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

/** `['Rules', 0, 'Name']` → `rules.1.member.name`, as AWS's messages write members. */
const memberOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) =>
      typeof part === 'number'
        ? `${part + 1}.member`
        : String(part).replace(/^[A-Z]/, (c) => c.toLowerCase()),
    )
    .join('.');

export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}
