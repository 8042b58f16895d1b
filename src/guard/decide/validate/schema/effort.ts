import type { FuncKeywordDefinition } from 'ajv';

/** The name of its keyword in prepared schemas. */
export const EFFORT_KEYWORD = 'x-effort';

/** Thrown when a value would take more work than it is worth; the request is refused. */
export class TooMuchWork extends Error {}

/** References that every check may follow, and those it may follow for each byte of what it checks. */
const AT_LEAST = 20_000;
const FOR_EACH_BYTE = 16;
const AT_MOST = 10_000_000;
/**
 * How often one object may be come to: what alternatives that all fail say of it is kept until the end. Looked at only
 * where a value takes more references than most do.
 */
const MOST_VISITS = 10_000;
const UNCOUNTED = 4_096;

/**
 * Counts the references that checking a value follows. A schema is finite, so only references lead on and on: a
 * recursive one with alternatives could take time that doubles with every level of a body.
 */
export class Effort {
  #left = 0;
  #uncounted = 0;
  readonly #visits = new Map<object, number>();

  /** For a value of so many bytes. */
  begin(bytes: number): void {
    this.#left = Math.min(AT_LEAST + bytes * FOR_EACH_BYTE, AT_MOST);
    this.#uncounted = UNCOUNTED;
  }

  /** What was checked is not kept until the next. */
  end(): void {
    if (this.#visits.size > 0) this.#visits.clear();
  }

  /** A keyword that stands beside every `$ref`, and is asked first. */
  readonly keyword: FuncKeywordDefinition = {
    keyword: EFFORT_KEYWORD,
    schema: false,
    errors: false,
    before: '$ref',
    validate: (value: unknown): boolean => {
      if (--this.#left < 0 || (--this.#uncounted < 0 && this.#tooOften(value)))
        throw new TooMuchWork('the value takes too much work to check');
      return true;
    },
  };

  #tooOften(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const visits = (this.#visits.get(value) ?? 0) + 1;
    this.#visits.set(value, visits);
    return visits > MOST_VISITS;
  }
}
