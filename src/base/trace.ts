import type { Exchange } from './exchange.ts';

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

/**
 * Compiles the traced form of a step when `tracing`, and otherwise hands back the step itself, so that
 * serving pays nothing for it. `say` is called after the step with what it gave.
 */
export function traced<V>(
  tracing: boolean,
  what: string,
  name: string,
  id: string,
  run: (x: Exchange) => V,
  say: (x: Exchange, value: V) => Said,
): (x: Exchange) => V {
  if (!tracing) return run;
  return (x) => {
    const trace = x.trace;
    if (trace === null) return run(x);
    const step = trace.open(what, name, id);
    try {
      const value = run(x);
      trace.close(step, say(x, value));
      return value;
    } catch (fault) {
      trace.close(step, { looked: {}, outcome: 'failed', because: String(fault) });
      throw fault;
    }
  };
}
