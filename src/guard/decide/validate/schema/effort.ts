import type { FuncKeywordDefinition } from 'ajv';

/** The name of its keyword in prepared schemas. */
export const EFFORT_KEYWORD = 'x-effort';

/** Thrown when a value would take more work than it is worth; the request is refused. */
export class TooMuchWork extends Error {}

/** Steps that every check may take, and those it may take for each byte of what it checks. */
const AT_LEAST = 20_000;
const FOR_EACH_BYTE = 64;
const AT_MOST = 50_000_000;

/**
 * Counts the references that checking a value follows. A schema is finite, so only references lead on and on: a
 * recursive one with alternatives could take time that doubles with every level of a body.
 */
export class Effort {
  #left = 0;

  /** For a value of so many bytes. */
  begin(bytes: number): void {
    this.#left = Math.min(AT_LEAST + bytes * FOR_EACH_BYTE, AT_MOST);
  }

  /** A keyword that stands beside every `$ref`, and is asked first. */
  readonly keyword: FuncKeywordDefinition = {
    keyword: EFFORT_KEYWORD,
    schema: false,
    errors: false,
    before: '$ref',
    validate: (): boolean => {
      if (--this.#left < 0) throw new TooMuchWork('the value takes too much work to check');
      return true;
    },
  };
}
