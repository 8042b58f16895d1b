import { z } from 'zod';
import { compileEcma } from '../../../base/regex/ecma.ts';
import { templateFlaw } from './template.ts';

/** A mapping template: 300 KB at the most ("Amazon API Gateway quotas"), and readable. */
export const templateText = z
  .string()
  .max(300 * 1024)
  .superRefine((text, context) => {
    const flaw = templateFlaw(text);
    if (flaw !== '') context.addIssue({ code: 'custom', message: `cannot be read: ${flaw}` });
  });

/** A pattern that chooses an answer. */
export const selectionText = z.string().superRefine((text, context) => {
  try {
    compileEcma(`^(?:${text})$`);
  } catch (reason) {
    context.addIssue({ code: 'custom', message: `cannot be used: ${(reason as Error).message}` });
  }
});
