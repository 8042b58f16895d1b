import { z } from 'zod';

// Fields that several commands share.
export const usualData = '.portcullis';
export const dataField = z
  .string()
  .default(usualData)
  .describe('The data folder of the gateway: its logs, its journal, its addresses.');
export const atField = z
  .string()
  .regex(/^https?:\/\//, 'must be an address such as http://127.0.0.1:9080')
  .optional()
  .describe('The console of the gateway to ask; the one that runs on the data folder when not given.');
export const jsonField = z.boolean().default(false).describe('Prints JSON instead.');

/** `name=value` pairs as one record; later ones win. */
export const parametersField = z
  .array(z.string().regex(/^[^=]+=/, 'must be name=value'))
  .default([])
  .transform((pairs) =>
    Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  )
  .describe('A template parameter, name=value or stack:name=value; may be repeated.');
