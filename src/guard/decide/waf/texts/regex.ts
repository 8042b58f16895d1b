import { z } from 'zod';
import { type Regex, whyRefused } from '../../../../base/regex/regex.ts';

export { compileRegex, type Regex, whyRefused } from '../../../../base/regex/regex.ts';

/** Finding the part costs more than asking: of long texts it is not looked for while requests are served. */
const longestSearched = 4_096;
/** Nor for longer than a few milliseconds: patterns such as `.{1,500}x` take hundreds of steps for each byte. */
const mostSteps = 40_000;

/** Where a text that passed the test matched; null when it would take too long to say. */
export const partOf = (regex: Regex, text: string): readonly [number, number] | null =>
  text.length > longestSearched ? null : regex.find(text, mostSteps);

/** A regular expression as the WAFv2 API takes it. */
export const patternShape = z
  .string()
  .min(1)
  .max(512)
  .superRefine((pattern, context) => {
    const why = whyRefused(pattern);
    if (why !== null) context.addIssue({ code: 'custom', message: `cannot be used: ${why}` });
  });
