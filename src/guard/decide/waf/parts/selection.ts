import { z } from 'zod';
import type { Value } from '../field.ts';
import { mostBytes, mostItems, oversizeShape } from '../limits.ts';
import { nothing } from '../shapes.ts';

/** Which of many things with names are looked at, and what of each. */
export interface Selection {
  readonly MatchPattern: Readonly<Record<string, unknown>>;
  readonly MatchScope: 'ALL' | 'KEY' | 'VALUE';
  readonly OversizeHandling: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
}

export const scopeShape = z
  .enum(['ALL', 'KEY', 'VALUE'])
  .describe('Whether names, values or both are looked at.');

/** The shape of a selection whose lists are called `Included…` and `Excluded…`. */
export function selectionShape(what: string, name: z.ZodString, about: string): z.ZodType<Selection> {
  const names = (which: string) =>
    z.array(name.describe('A name.')).min(1).max(199).optional().describe(`Only those ${which}.`);
  return z
    .strictObject({
      MatchPattern: z
        .strictObject({
          All: nothing('All of them.').optional(),
          [`Included${what}`]: names('named here'),
          [`Excluded${what}`]: names('not named here'),
        })
        .refine(
          (pattern) => Object.values(pattern).filter((v) => v !== undefined).length === 1,
          'must have exactly one member',
        )
        .describe('Which of them are looked at.'),
      MatchScope: scopeShape,
      OversizeHandling: oversizeShape,
    })
    .describe(about) as z.ZodType<Selection>;
}

/** Whether a name is among those looked at. */
export type Chosen = (name: string) => boolean;

/** Compiles which names a pattern chooses; names that are the same when folded are the same. */
export function chosenBy(
  pattern: Selection['MatchPattern'],
  what: string,
  fold: (name: string) => string,
): Chosen {
  const included = pattern[`Included${what}`] as readonly string[] | undefined;
  const excluded = pattern[`Excluded${what}`] as readonly string[] | undefined;
  if (included === undefined && excluded === undefined) return () => true;
  const names = new Set((included ?? excluded!).map(fold));
  const wanted = included !== undefined;
  return (name) => names.has(fold(name)) === wanted;
}

/**
 * Gathers names and values up to AWS WAF’s limits, 8 192 bytes and 200 of them, whichever comes first; what of a
 * value lies within the limit is looked at.
 */
export class Gathering {
  readonly #selection: Selection;
  readonly #chosen: Chosen;
  readonly #texts: string[] = [];
  #bytes = 0;
  #items = 0;
  readonly #names: string[] = [];
  /** True when there was more than is looked at. */
  oversize = false;

  constructor(selection: Selection, chosen: Chosen) {
    this.#selection = selection;
    this.#chosen = chosen;
  }

  /** False when the limit is reached. */
  add(name: string, value: string): boolean {
    if (this.#items === mostItems || this.#bytes + name.length > mostBytes) {
      this.oversize = true;
      return false;
    }
    this.#items++;
    this.#bytes += name.length;
    const room = mostBytes - this.#bytes;
    this.#bytes += value.length;
    if (this.#chosen(name)) {
      const { MatchScope } = this.#selection;
      if (MatchScope !== 'VALUE') this.#text(name, name);
      if (MatchScope !== 'KEY') this.#text(name, value.length > room ? value.slice(0, room) : value);
    }
    if (value.length > room) this.oversize = true;
    return value.length <= room;
  }

  /** The name that belongs to each text. */
  get names(): readonly string[] {
    return this.#names;
  }

  get value(): Value {
    const { OversizeHandling } = this.#selection;
    if (this.oversize && OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
    return this.#texts.length === 0 ? false : this.#texts;
  }

  #text(name: string, text: string): void {
    this.#texts.push(text);
    this.#names.push(name);
  }
}
