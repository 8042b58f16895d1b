import { z } from 'zod';
import { whyRefused } from '../../../base/regex/regex.ts';

export { compileRegex, type Regex, whyRefused } from '../../../base/regex/regex.ts';

/** A regular expression as the WAFv2 API takes it. */
export const patternShape = z
  .string()
  .min(1)
  .max(512)
  .superRefine((pattern, context) => {
    const why = whyRefused(pattern);
    if (why !== null) context.addIssue({ code: 'custom', message: `cannot be used: ${why}` });
  });
