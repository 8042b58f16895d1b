import type { Event } from '../base/event.ts';

/** What is looked up for an event, by something else beside it, and holds for all others of its kind. */
export class OfKind<T, With = undefined> {
  readonly #find: (e: Event, by: With) => T;
  #known = new WeakMap<object, T>();
  #last: object | null = null;
  #found: T | undefined;

  constructor(find: (e: Event, by: With) => T) {
    this.#find = find;
  }

  of(e: Event, by: With): T {
    const { kind } = e;
    if (kind === null) return this.#find(e, by);
    if (kind === this.#last) return this.#found!;
    let known = this.#known.get(kind);
    if (known === undefined) {
      known = this.#find(e, by);
      this.#known.set(kind, known);
    }
    this.#last = kind;
    this.#found = known;
    return known;
  }

  /** From now on everything is looked up anew. */
  forget(): void {
    this.#known = new WeakMap();
    this.#last = null;
    this.#found = undefined;
  }
}
