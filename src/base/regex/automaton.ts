import { beside, kindAt, Walker } from './machine.ts';
import type { Program } from './program.ts';

/** States kept; a text that needs more is walked without them, at a price for each byte that is bounded as well. */
const mostStates = 1_000;
const UNKNOWN = -1;
const MATCH = -2;
const NEVER = -3;

/**
 * A program as a table of states that grows by what texts need: one look-up for each byte. What comes after the
 * states are used up is walked step by step, so the time for a text is at most its length times the program’s.
 */
export class Automaton {
  readonly #program: Program;
  readonly #walker: Walker;
  readonly #width: number;
  /** For each state and class of bytes the next state. */
  #table: Int32Array;
  readonly #cores: Uint16Array[] = [];
  /** What stands before, in each state; the edge when no step asks for it. */
  readonly #before: number[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(program: Program) {
    this.#program = program;
    this.#walker = new Walker(program);
    this.#width = program.classCount + 2;
    this.#table = new Int32Array(16 * this.#width).fill(UNKNOWN);
    this.#state(Uint16Array.of(program.start), 1, beside.edge);
  }

  /** Whether the pattern matches somewhere in the text (one character for each byte). */
  test(text: string): boolean {
    const { classes, classCount } = this.#program;
    const width = this.#width;
    const last = text.length - 1;
    let state = 0;
    for (let at = 0; at <= text.length; at++) {
      const code = at <= last ? text.charCodeAt(at) : -1;
      const of = code < 0 ? classCount : code === 10 && at === last ? classCount + 1 : classes[code & 255]!;
      let next = this.#table[state * width + of]!;
      if (next === UNKNOWN) next = this.#learn(state, of, text, at);
      if (next < 0) {
        if (next === MATCH) return true;
        if (next === NEVER) return false;
        return this.#walker.matches(text, at, this.#cores[state]!, this.#cores[state]!.length);
      }
      state = next;
    }
    return false;
  }

  /** States known so far: for tests. */
  get states(): number {
    return this.#cores.length;
  }

  /** The state behind one more byte; UNKNOWN when there is no room for it. */
  #learn(state: number, of: number, text: string, at: number): number {
    const { anchored, asserts } = this.#program;
    const core = this.#cores[state]!;
    const after = asserts ? kindAt(text, at) : beside.edge;
    const reached = this.#walker.close(core, core.length, this.#before[state]!, after);
    let next = MATCH;
    if (reached !== null && at === text.length) next = NEVER;
    else if (reached !== null) {
      const steps = this.#walker.read(reached, text.charCodeAt(at), !anchored);
      next = steps.size === 0 ? NEVER : this.#state(steps.list, steps.size, after);
    }
    if (next !== UNKNOWN) this.#table[state * this.#width + of] = next;
    return next;
  }

  #state(list: Uint16Array, size: number, before: number): number {
    const core = list.slice(0, size).sort();
    const key = `${before}:${core.join(',')}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const state = this.#cores.length;
    if (state === mostStates) return UNKNOWN;
    this.#cores.push(core);
    this.#before.push(before);
    this.#byKey.set(key, state);
    if ((state + 1) * this.#width > this.#table.length) {
      const larger = new Int32Array(2 * this.#table.length).fill(UNKNOWN);
      larger.set(this.#table);
      this.#table = larger;
    }
    return state;
  }
}
