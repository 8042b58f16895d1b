import { has } from './bytes-set.ts';
import { holds, kindAt } from './machine.ts';
import type { Program } from './program.ts';

/**
 * The match that ends first, as long as it can be: each way through the program remembers where it began. For
 * explanations: it costs more than asking whether there is one. Null as well when it takes more than `most` steps.
 */
export function spanOf(program: Program, text: string, most: number): readonly [number, number] | null {
  let left = most;
  let core = new Map<number, number>();
  for (let at = 0; at <= text.length; at++) {
    if ((at === 0 || !program.anchored) && !core.has(program.start)) core.set(program.start, at);
    const reached = closed(program, core, kindAt(text, at - 1), kindAt(text, at));
    const began = reached.get(0);
    if (began !== undefined) return [began, at];
    left -= reached.size;
    if (at === text.length || left < 0) break;
    const byte = text.charCodeAt(at);
    core = new Map();
    for (const [place, from] of reached) {
      const step = program.steps[place]!;
      if (step.kind === 'byte' && has(step.set, byte)) keep(core, step.next, from);
    }
  }
  return null;
}

function closed(
  program: Program,
  core: Map<number, number>,
  before: number,
  after: number,
): Map<number, number> {
  const reached = new Map<number, number>();
  const open = [...core].sort((a, b) => b[1] - a[1]);
  while (open.length > 0) {
    const [place, from] = open.pop()!;
    if (reached.has(place)) continue;
    reached.set(place, from);
    const step = program.steps[place]!;
    if (step.kind === 'fork') for (const way of step.ways) open.push([way, from]);
    else if (step.kind === 'assert' && holds(step.what, before, after)) open.push([step.next, from]);
  }
  return reached;
}

function keep(core: Map<number, number>, place: number, from: number): void {
  const known = core.get(place);
  if (known === undefined || from < known) core.set(place, from);
}
