import { has, named } from './bytes-set.ts';
import type { Program } from './program.ts';
import type { Assertion } from './syntax.ts';

/** What stands before or behind a place of the text. A newline that is the last byte is told from the others. */
export const beside = { edge: 0, newline: 1, word: 2, other: 3, lastNewline: 4 } as const;

/** What stands at a place: a byte, or an end of the text. */
export function kindAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return beside.edge;
  const code = text.charCodeAt(at);
  if (code === 10) return at === text.length - 1 ? beside.lastNewline : beside.newline;
  return has(named.word!, code) ? beside.word : beside.other;
}

/** Whether an assertion holds between two neighbours. */
export function holds(what: Assertion, before: number, after: number): boolean {
  switch (what) {
    case 'start':
      return before === beside.edge;
    case 'lineStart':
      // PCRE: not behind a newline that ends the text.
      return before === beside.edge || before === beside.newline;
    case 'veryEnd':
      return after === beside.edge;
    case 'end':
      return after === beside.edge || after === beside.lastNewline;
    case 'lineEnd':
      return after === beside.edge || after === beside.newline || after === beside.lastNewline;
    case 'boundary':
      return (before === beside.word) !== (after === beside.word);
    case 'noBoundary':
      return (before === beside.word) === (after === beside.word);
  }
}

/** A set of steps that keeps the order in which they came; clearing it costs nothing. */
class Steps {
  readonly list: Uint16Array;
  readonly #place: Uint16Array;
  size = 0;

  constructor(most: number) {
    this.list = new Uint16Array(most);
    this.#place = new Uint16Array(most);
  }

  has(step: number): boolean {
    const place = this.#place[step]!;
    return place < this.size && this.list[place] === step;
  }

  add(step: number): void {
    this.list[this.size] = step;
    this.#place[step] = this.size++;
  }
}

/** Follows a program over a text, all ways at once: what it does at one byte is bounded by the program’s length. */
export class Walker {
  readonly #program: Program;
  readonly #stack: Uint16Array;
  #here: Steps;
  #next: Steps;
  readonly #reached: Steps;

  constructor(program: Program) {
    this.#program = program;
    const most = program.steps.length;
    // Each step is pushed once at the most for each way that leads to it.
    this.#stack = new Uint16Array(
      most + program.steps.reduce((sum, s) => sum + (s.kind === 'fork' ? s.ways.length : 1), 0),
    );
    this.#here = new Steps(most);
    this.#next = new Steps(most);
    this.#reached = new Steps(most);
  }

  /** The steps that read a byte, reached from `core` between two neighbours; null when the match is among them. */
  close(core: ArrayLike<number>, size: number, before: number, after: number): Steps | null {
    const { steps } = this.#program;
    const reached = this.#reached;
    const stack = this.#stack;
    reached.size = 0;
    for (let i = 0; i < size; i++) {
      let top = 0;
      stack[top++] = core[i]!;
      while (top > 0) {
        const at = stack[--top]!;
        if (reached.has(at)) continue;
        reached.add(at);
        const step = steps[at]!;
        if (step.kind === 'match') return null;
        if (step.kind === 'assert') {
          if (holds(step.what, before, after)) stack[top++] = step.next;
        } else if (step.kind === 'fork') {
          for (let way = step.ways.length - 1; way >= 0; way--) stack[top++] = step.ways[way]!;
        }
      }
    }
    return reached;
  }

  /** From the steps reached, those behind a byte. Gives a set that lasts until the next call but one. */
  read(reached: Steps, byte: number, restart: boolean): Steps {
    const { steps, start } = this.#program;
    const next = this.#next;
    next.size = 0;
    for (let i = 0; i < reached.size; i++) {
      const step = steps[reached.list[i]!]!;
      if (step.kind === 'byte' && has(step.set, byte) && !next.has(step.next)) next.add(step.next);
    }
    if (restart && !next.has(start)) next.add(start);
    this.#next = this.#here;
    this.#here = next;
    return next;
  }

  /** Whether the program matches from the place on where `core` are the steps to go on with. */
  matches(text: string, from: number, core: ArrayLike<number>, size: number): boolean {
    let steps = core;
    let count = size;
    for (let at = from; at <= text.length; at++) {
      const reached = this.close(steps, count, kindAt(text, at - 1), kindAt(text, at));
      if (reached === null) return true;
      if (at === text.length) return false;
      const next = this.read(reached, text.charCodeAt(at), !this.#program.anchored);
      if (next.size === 0) return false;
      steps = next.list;
      count = next.size;
    }
    return false;
  }
}
