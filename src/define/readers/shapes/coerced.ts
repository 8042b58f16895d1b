import type { z } from 'zod';
import type { Path } from '../document.ts';
import { schemaAt } from './schema.ts';

type Issue = z.core.$ZodIssue;

/**
 * The value with the scalars that did not fit written in the type that is wanted, as CloudFormation does:
 * text as numbers and truth values, and the other way round. The value itself when there was none.
 */
export function coerced(shape: z.ZodType, value: unknown, issues: readonly Issue[]): unknown {
  const changes: [Path, unknown][] = [];
  for (const issue of issues) collect(issue, [], shape, value, changes);
  return changes.reduce((whole, [path, scalar]) => replaced(whole, path, scalar), value);
}

function collect(
  issue: Issue,
  base: Path,
  shape: z.ZodType,
  value: unknown,
  changes: [Path, unknown][],
): void {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'invalid_union') {
    const before = changes.length;
    for (const branch of issue.errors)
      for (const inner of branch) collect(inner, path, shape, value, changes);
    // Options of one union contradict one another: the first that can be met is taken.
    const seen = new Set<string>();
    const kept = changes.splice(before).filter(([p]) => !seen.has(p.join('\0')) && seen.add(p.join('\0')));
    changes.push(...kept);
    return;
  }
  const actual = at(value, path);
  const scalar =
    issue.code === 'invalid_type'
      ? asType(issue.expected, actual)
      : issue.code === 'invalid_value'
        ? oneOf(issue.values, actual)
        : undefined;
  if (scalar !== undefined && schemaAt(shape, path).length > 0) changes.push([path, scalar]);
}

function asType(type: string, actual: unknown): unknown {
  if (type === 'string' && (typeof actual === 'number' || typeof actual === 'boolean')) return String(actual);
  if (typeof actual !== 'string') return undefined;
  if (type === 'boolean' && /^(true|false)$/i.test(actual)) return actual.toLowerCase() === 'true';
  if (type === 'number' || type === 'int') {
    if (/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(actual)) return Number(actual);
  }
  return undefined;
}

const oneOf = (values: readonly unknown[], actual: unknown): unknown =>
  typeof actual === 'object' ? undefined : values.find((v) => v !== actual && String(v) === String(actual));

function at(value: unknown, path: Path): unknown {
  let here = value;
  for (const key of path) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

/** A copy with one scalar replaced; what does not lie on the path is shared. */
function replaced(whole: unknown, path: Path, scalar: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return scalar;
  if (Array.isArray(whole)) return whole.map((item, i) => (i === key ? replaced(item, rest, scalar) : item));
  const entries = Object.entries(whole as Record<string, unknown>);
  return Object.fromEntries(entries.map(([k, v]) => [k, k === key ? replaced(v, rest, scalar) : v]));
}
