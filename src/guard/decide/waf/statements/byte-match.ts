import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { type Said, traced } from '../../../../base/trace.ts';
import type { Value } from '../field.ts';
import { lensCapacity, lensShapes, lensText } from '../lens.ts';
import { statement } from '../statement.ts';

const constraints = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
type Constraint = (typeof constraints)[number];

const shape = z
  .strictObject({
    SearchString: z
      .base64('must be base64, as the WAFv2 API writes bytes')
      .refine((text) => bytesOf(text).length >= 1 && bytesOf(text).length <= 200, 'must hold 1 to 200 bytes')
      .describe('The bytes to look for, in base64; they are not transformed.'),
    PositionalConstraint: z.enum(constraints).describe('Where in the field they must stand.'),
    ...lensShapes,
  })
  .refine(
    (s) => s.PositionalConstraint !== 'CONTAINS_WORD' || /^\w+$/.test(bytesOf(s.SearchString)),
    'must hold letters, digits and _ alone, for CONTAINS_WORD',
  )
  .describe('True when the field holds the bytes.');

/** True when the field holds the bytes. */
export default statement({
  name: 'ByteMatchStatement',
  shape,
  capacity: (settings) =>
    (settings.PositionalConstraint.startsWith('CONTAINS') ? 10 : 2) + lensCapacity(settings),
  compile(settings, given) {
    const lens = given.lens(settings);
    const { PositionalConstraint } = settings;
    const wanted = bytesOf(settings.SearchString);
    const test = tests[PositionalConstraint](wanted);
    return traced(
      given.tracing,
      'statement',
      'ByteMatchStatement',
      '',
      (x) => matches(lens(x), test),
      (x, verdict) => said(x, verdict === true, lens(x), lensText(settings), PositionalConstraint, wanted),
    );
  },
});

/** One character for each byte. */
const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

function matches(value: Value, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (typeof value === 'boolean') return value;
  for (let i = 0; i < value.length; i++) if (test(value[i]!)) return true;
  return false;
}

const tests: Readonly<Record<Constraint, (wanted: string) => (text: string) => boolean>> = {
  EXACTLY: (wanted) => (text) => text === wanted,
  STARTS_WITH: (wanted) => (text) => text.startsWith(wanted),
  ENDS_WITH: (wanted) => (text) => text.endsWith(wanted),
  CONTAINS: (wanted) => (text) => text.includes(wanted),
  CONTAINS_WORD: (wanted) => (text) => hasWord(text, wanted),
};

function hasWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + wanted.length))) return true;
  }
  return false;
}

/** A letter, a digit or _; NaN, beyond the ends, is none. */
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;

const verbs: Readonly<Record<Constraint, string>> = {
  EXACTLY: 'is',
  STARTS_WITH: 'starts with',
  ENDS_WITH: 'ends with',
  CONTAINS: 'contains',
  CONTAINS_WORD: 'contains the word',
};

function said(
  _x: Exchange,
  matched: boolean,
  value: Value,
  field: string,
  constraint: Constraint,
  wanted: string,
): Said {
  const asked = `${verbs[constraint]} ${JSON.stringify(wanted)}`;
  const shown =
    typeof value === 'boolean' ? '' : short(typeof value === 'string' ? value : value.join(' | '));
  const because =
    value === false
      ? `The request has no ${field}.`
      : value === true
        ? `${field} is longer than what is looked at, which counts as a match.`
        : matched
          ? `${field} ${asked}.`
          : `Not true that ${field} ${asked}.`;
  return {
    looked: { field, value: shown, constraint, search: short(wanted) },
    outcome: matched ? 'match' : 'no match',
    because,
  };
}

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
