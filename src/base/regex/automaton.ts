import { beside, kindAt, Walker } from './machine.ts';
import type { Program } from './program.ts';
import { Ways } from './ways.ts';

/** States kept, and steps in all of them; a text that needs more goes on without, at a bounded price for each byte. */
const mostStates = 1_000;
const mostKept = 50_000;
/** Bytes that are looked at, at least, before states that took all the room make it for others. */
const leastBytes = 32_768;
const UNKNOWN = -1;
const MATCH = -2;
const NEVER = -3;

/**
 * A program as a table of states that grows by what texts need: one look-up for each byte. What comes after the
 * states are used up goes all ways at once (ways.ts), or step by step, so the time for a text is at most its length times
 * the program’s. Then they begin anew: a text made to use them up costs the texts after it nothing for long.
 */
export class Automaton {
  readonly #program: Program;
  readonly #walker: Walker;
  readonly #width: number;
  /** For each state and class of bytes the next state. */
  #table: Int32Array;
  #cores: Uint16Array[] = [];
  /** What stands before, in each state; the edge when no step asks for it. */
  #before: number[] = [];
  #byKey = new Map<string, number>();
  /** Steps of all states. */
  #steps = 0;
  #full = false;
  /** Bytes of the texts since the states began. */
  #bytes = 0;
  #ways: Ways | null | undefined = undefined;

  constructor(program: Program) {
    this.#program = program;
    this.#walker = new Walker(program);
    this.#width = program.classCount + 2;
    this.#table = this.#begin();
  }

  #begin(): Int32Array {
    this.#cores = [];
    this.#before = [];
    this.#byKey = new Map();
    this.#steps = 0;
    this.#full = false;
    this.#bytes = 0;
    this.#table = new Int32Array(16 * this.#width).fill(UNKNOWN);
    this.#state(Uint16Array.of(this.#program.start), 1, beside.edge);
    return this.#table;
  }

  /** Whether the pattern matches somewhere in the text (one character for each byte). */
  test(text: string): boolean {
    if (this.#full && this.#bytes >= leastBytes) this.#begin();
    this.#bytes += text.length;
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
        return this.#goOn(text, at, this.#cores[state]!);
      }
      state = next;
    }
    return false;
  }

  #goOn(text: string, at: number, core: Uint16Array): boolean {
    if (this.#ways === undefined) this.#ways = Ways.of(this.#program, this.#walker);
    return (this.#ways ?? this.#walker).matches(text, at, core, core.length);
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
    this.#steps += core.length;
    if (state === mostStates || this.#steps > mostKept) {
      this.#full = true;
      return UNKNOWN;
    }
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
