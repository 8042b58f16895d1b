import { z } from 'zod';
import type { Kind } from '../../../base/kind.ts';

/** A text transformation. A text has one character for each byte, from U+0000 to U+00FF. */
export interface Transform extends Kind<string> {
  compile(): (text: string) => string;
}

/** Its shape is its name: a transformation has no settings. */
export const transform = (kind: {
  readonly name: string;
  readonly about: string;
  readonly apply: (text: string) => string;
}): Transform =>
  Object.freeze({
    name: kind.name,
    shape: z.literal(kind.name).describe(kind.about),
    compile: () => kind.apply,
  });
