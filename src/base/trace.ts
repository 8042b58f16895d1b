/** What a thing looked at: names and values, short enough to print. */
export type Looked = Readonly<Record<string, string | number | boolean>>;

/** One step of a traced walk: what was asked, what it looked at, what came out and why. */
export interface Step {
  /** The kind of thing: `web ACL`, `rule`, `statement`, `route`, `throttle`, … */
  readonly what: string;
  /** Its name as the definition has it: a rule's name, a statement's kind, a bucket's id. */
  readonly name: string;
  /** The `id` of the element, when it has one; `explain` prints its file and line. */
  readonly id: string;
  looked: Looked;
  /** `match`, `no match`, `pass`, `refuse THROTTLED`, … */
  outcome: string;
  /** One plain sentence: why this outcome. */
  because: string;
  readonly steps: Step[];
}

/** Collects the steps of one traced walk, nested as the things are. */
export class Trace {
  readonly steps: Step[] = [];
  readonly #open: Step[] = [];

  open(what: string, name: string, id = ''): Step {
    const step: Step = { what, name, id, looked: {}, outcome: '', because: '', steps: [] };
    (this.#open.at(-1)?.steps ?? this.steps).push(step);
    this.#open.push(step);
    return step;
  }

  close(step: Step, said: Said): void {
    Object.assign(step, said);
    while (this.#open.length > 0 && this.#open.pop() !== step);
  }
}

/** What a step says of itself in a trace: what it looked at, what came of it, and one sentence of why. */
export interface Said {
  readonly looked: Looked;
  readonly outcome: string;
  readonly because: string;
}
