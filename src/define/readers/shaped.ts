import type { z } from 'zod';
import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import { type Path, pathText } from './document.ts';
import { coerced } from './shapes/coerced.ts';
import { nearest } from './shapes/nearest.ts';
import { expected, keysAt, schemaAt } from './shapes/schema.ts';

/** Where a value stands: its document, and the path that leads to it. */
export interface At {
  readonly file: string;
  readonly path: Path;
  lineOf(path: Path): number;
  /** The origin of a part; without it, the file, its line and the path. */
  origin?(path: Path): Origin;
}

/** What came of reading a value by its shape. */
export interface Shaped<T> {
  /** Null when a note was made. */
  readonly value: T | null;
  readonly notes: readonly Note[];
}

/**
 * Reads a value by its shape. Scalars are taken as CloudFormation takes them (`"5"` where a number is wanted,
 * `true` where text is); everything that does not fit is named with its line and what would be right:
 * `shape.unknown-key`, `shape.missing`, `shape.type`, `shape.range`, `shape.value`. What a shape marks as secret
 * (`.meta({ secret: true })`) is not repeated.
 */
export function shaped<T>(shape: z.ZodType<T>, value: unknown, at: At): Shaped<T> {
  let candidate = value;
  let result = shape.safeParse(candidate);
  // Each round may bring new issues to light (a union that now takes another branch); a few are enough.
  for (let round = 0; round < 4 && !result.success; round++) {
    const changed = coerced(shape, candidate, result.error.issues);
    if (changed === candidate) break;
    candidate = changed;
    result = shape.safeParse(candidate);
  }
  if (result.success) return { value: result.data, notes: [] };
  const notes = result.error.issues.flatMap((issue) => described(issue, [], shape, candidate, at));
  return { value: null, notes };
}

type Issue = z.core.$ZodIssue;

function described(issue: Issue, base: Path, shape: z.ZodType, root: unknown, at: At): Note[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  const whole = [...at.path, ...path];
  const note = (code: string, message: string, where: Path = whole): Note =>
    error(
      code,
      message,
      at.origin?.(where) ?? { file: at.file, line: at.lineOf(where), path: pathText(where) },
    );
  const label = labelOf(whole);
  const actual = valueAt(root, path);
  const secret = schemaAt(shape, path).some((s) => s.meta()?.secret === true);
  const not = secret || actual === undefined ? '' : notThis(actual);
  const wanted = (): string => schemaAt(shape, path).map(expected).filter(once).join(', or ');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = keysAt(schemaAt(shape, path));
        return note('shape.unknown-key', `${unknown(key, known)}`, [...whole, key]);
      });
    case 'invalid_union': {
      const branch = likeliest(issue.errors);
      if (branch !== null) return branch.flatMap((inner) => described(inner, path, shape, root, at));
      break;
    }
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) =>
        inner.code === 'custom' || ownWords(inner)
          ? [note('shape.value', `${label} ${inner.message}`)]
          : [note('shape.value', `${label} is no name that may stand here`)],
      );
    default:
  }
  if (actual === undefined)
    return [note('shape.missing', `${label} is missing: it must be ${wanted() || 'given'}`)];
  if (ownWords(issue))
    return [note(codeOf(issue), `${label} ${issue.message}${typeof actual === 'object' ? '' : not}`)];
  return [note(codeOf(issue), `${label} must be ${wanted() || 'something else'}${not}`)];
}

function codeOf(issue: Issue): string {
  if (issue.code === 'too_small' || issue.code === 'too_big' || issue.code === 'not_multiple_of')
    return 'shape.range';
  return issue.code === 'invalid_type' || issue.code === 'invalid_union' ? 'shape.type' : 'shape.value';
}

/** Sentences that a shape brings along go before our own; zod's begin with one of a few words. */
const ownWords = (issue: Issue): boolean =>
  !/^(Invalid|Too|Unrecognized|Expected|Required)\b/.test(issue.message);

/** The branch of a union that was meant: the one that fails deepest inside; null when none fits at all. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const close = branches.filter((issues) =>
    issues.some((i) => i.path.length > 0 || i.code !== 'invalid_type'),
  );
  if (close.length === 0) return null;
  if (branches.every((b) => b.every((i) => i.code === 'invalid_value' && i.path.length === 0))) return null;
  return [...close].sort((a, b) => a.length - b.length)[0]!;
}

function unknown(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  if (near !== null) return `${key} is no property that can stand here; did you mean ${near}?`;
  const shown = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
  return `${key} is no property that can stand here; ${known.length === 0 ? 'none can' : `there are ${shown}`}`;
}

/** `Limit`, `Rules[2]`. */
function labelOf(path: Path): string {
  let label = '';
  for (let i = path.length - 1; i >= 0; i--) {
    const key = path[i]!;
    if (typeof key === 'string') return `${key}${label}`;
    label = `[${key}]${label}`;
  }
  return label === '' ? 'it' : label;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

function notThis(actual: unknown): string {
  if (actual === null) return ', not null';
  if (Array.isArray(actual)) return `, not a list of ${actual.length}`;
  if (typeof actual === 'object') return ', not a mapping';
  const text = JSON.stringify(actual);
  return `, not ${text.length > 80 ? `${text.slice(0, 77)}…"` : text}`;
}

const once = (text: string, i: number, all: readonly string[]): boolean =>
  text !== '' && all.indexOf(text) === i;
