import { z } from 'zod';
import { stored } from './resource.ts';

/** Tags as CloudFormation writes them: a list of keys and values. */
export const tags = stored(
  z
    .array(
      z.strictObject({ Key: z.string().describe('Its name.'), Value: z.string().describe('Its value.') }),
    )
    .default([])
    .describe('Names and values that say whose it is and what for.'),
  'tags are given back, and decide nothing',
);

/** Tags as the definition has them. */
export const tagged = (
  list: readonly { readonly Key: string; readonly Value: string }[],
): Record<string, string> => Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
