import { z } from 'zod';
import { folded } from '../../../../base/regex/literals.ts';
import { gateOfTexts } from '../gates/gate.ts';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { questionTest, short } from '../lens/question.ts';
import { statement } from '../statement.ts';

const constraints = ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'CONTAINS_WORD'] as const;
type Constraint = (typeof constraints)[number];

const shape = lensShape({
  fingerprints: true,
  members: {
    SearchString: z
      .base64('must be base64, as the WAFv2 API writes bytes')
      .refine((text) => bytesOf(text).length >= 1 && bytesOf(text).length <= 200, 'must hold 1 to 200 bytes')
      .describe('The bytes to look for, in base64; they are not transformed.'),
    PositionalConstraint: z.enum(constraints).describe('Where in the field they must stand.'),
  },
})
  .refine(
    (s) => s.PositionalConstraint !== 'CONTAINS_WORD' || /^\w+$/.test(bytesOf(s.SearchString)),
    'must hold letters, digits and _ alone, for CONTAINS_WORD',
  )
  .refine(
    (s) => s.PositionalConstraint === 'EXACTLY' || !/^JA[34]/.test(Object.keys(s.FieldToMatch)[0] ?? ''),
    { path: ['PositionalConstraint'], message: 'must be EXACTLY for a fingerprint' },
  )
  .describe('True when the field holds the bytes.');

/** True when the field holds the bytes. */
export default statement({
  name: 'ByteMatchStatement',
  shape,
  capacity: (settings) =>
    lensCapacity(settings, settings.PositionalConstraint.startsWith('CONTAINS') ? 10 : 2),
  gate: (settings, given) => gateOfTexts(given.lens(settings), [folded(bytesOf(settings.SearchString))]),
  compile(settings, given) {
    const { PositionalConstraint } = settings;
    const wanted = bytesOf(settings.SearchString);
    const test = tests[PositionalConstraint](wanted);
    return questionTest('ByteMatchStatement', settings, given, {
      test,
      asked: `${verbs[PositionalConstraint]} ${JSON.stringify(wanted)}`,
      looked: { constraint: PositionalConstraint, search: short(wanted) },
      shows: (text) => ({ span: spanOf(text, wanted, PositionalConstraint) }),
    });
  },
});

/** One character for each byte. */
const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

const tests: Readonly<Record<Constraint, (wanted: string) => (text: string) => boolean>> = {
  EXACTLY: (wanted) => (text) => text === wanted,
  STARTS_WITH: (wanted) => (text) => text.startsWith(wanted),
  ENDS_WITH: (wanted) => (text) => text.endsWith(wanted),
  CONTAINS: (wanted) => (text) => text.includes(wanted),
  CONTAINS_WORD: (wanted) => (text) => wordAt(text, wanted) >= 0,
};

/** Where a text made of letters, digits and _ stands as a word of its own; -1 where it does not. */
function wordAt(text: string, wanted: string): number {
  for (let at = text.indexOf(wanted); at >= 0; ) {
    let end = at + wanted.length;
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(end))) return at;
    // What stands within a longer word is no word: nor is anything in the rest of that.
    while (isWord(text.charCodeAt(end))) end++;
    at = text.indexOf(wanted, end);
  }
  return -1;
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

function spanOf(text: string, wanted: string, constraint: Constraint): readonly [number, number] {
  const from =
    constraint === 'CONTAINS'
      ? text.indexOf(wanted)
      : constraint === 'CONTAINS_WORD'
        ? wordAt(text, wanted)
        : constraint === 'ENDS_WITH'
          ? text.length - wanted.length
          : 0;
  return [from, from + wanted.length];
}
