/** Remembers the things that were touched last, at most so many of them. */
export class Recent<V> {
  readonly #size: number;
  readonly #things = new Map<string, V>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): V | undefined {
    return this.#things.get(key);
  }

  /** What is under a key, made when it is not there; it is the last to be forgotten from now on. */
  touch(key: string, make: () => V): V {
    let thing = this.#things.get(key);
    if (thing === undefined) {
      if (this.#things.size >= this.#size) this.#things.delete(this.#things.keys().next().value!);
      thing = make();
    } else this.#things.delete(key);
    this.#things.set(key, thing);
    return thing;
  }

  keys(): Iterable<string> {
    return this.#things.keys();
  }

  get size(): number {
    return this.#things.size;
  }
}
