import { compileTarget, compileValue } from './evaluate.ts';
import { isHost, MOST_ITERATIONS, type Run, refused } from './run.ts';
import type { Block, Macro, Piece } from './syntax.ts';
import { isFields, isTrue, textOf } from './values.ts';

/** Carries out a part of a template, and says whether to go on. */
export type Act = (run: Run) => Flow;

export type Flow = 'on' | 'break' | 'stop';

/** Compiles pieces of a template that stand one behind the other. */
export function compileBlock(block: Block): Act {
  const acts = block.map(compilePiece);
  if (acts.length === 1) return acts[0]!;
  return (run) => {
    for (let i = 0; i < acts.length; i++) {
      const flow = acts[i]!(run);
      if (flow !== 'on') return flow;
    }
    return 'on';
  };
}

function compilePiece(piece: Piece): Act {
  switch (piece.kind) {
    case 'text': {
      const { text } = piece;
      return (run) => {
        run.write(text);
        return 'on';
      };
    }
    case 'reference':
      return reference(piece);
    case 'set': {
      const set = compileTarget(piece.to);
      const value = compileValue(piece.value);
      return (run) => {
        set(value(run), run);
        return 'on';
      };
    }
    case 'if':
      return conditional(piece);
    case 'foreach':
      return loop(piece);
    case 'call':
      return call(piece);
    case 'define': {
      const { name } = piece;
      const body = compileBlock(piece.body);
      return (run) => {
        run.variables.set(name, new Defined(body));
        return 'on';
      };
    }
    case 'break':
    case 'stop': {
      const flow = piece.kind;
      return () => flow;
    }
  }
}

/** A block under a name, run where it is referred to. */
class Defined {
  readonly body: Act;
  constructor(body: Act) {
    this.body = body;
  }
}

/** A reference to what nobody has set stands for itself, unless it is quiet (`$!x`); what is there and empty is ''. */
function reference(piece: Piece & { readonly kind: 'reference' }): Act {
  const value = compileValue(piece.of);
  const { root } = piece.of;
  return (run) => {
    const found = value(run);
    if (found instanceof Defined) run.call(() => void found.body(run));
    else if (isHost(found)) throw refused(`writes out ${piece.source}, which is no text`);
    else if (found !== null) run.write(textOf(found, run));
    else if (!piece.quiet && !run.variables.has(root)) run.write(piece.source);
    return 'on';
  };
}

function conditional({ branches }: Piece & { readonly kind: 'if' }): Act {
  const ways = branches.map(({ condition, body }) => ({
    holds: condition === null ? null : compileValue(condition),
    body: compileBlock(body),
  }));
  return (run) => {
    for (const { holds, body } of ways) if (holds === null || isTrue(holds(run))) return body(run);
    return 'on';
  };
}

function loop({ name, over, body }: Piece & { readonly kind: 'foreach' }): Act {
  const list = compileValue(over);
  const each = compileBlock(body);
  return (run) => {
    const found = list(run);
    const items = Array.isArray(found)
      ? found
      : isFields(found) && !isHost(found)
        ? Object.values(found)
        : [];
    if (items.length > MOST_ITERATIONS)
      throw refused(`goes over ${items.length} items: API Gateway takes ${MOST_ITERATIONS}`);
    const { variables } = run;
    const before = standing(variables, [name, 'foreach', 'velocityCount', 'velocityHasNext']);
    let flow: Flow = 'on';
    for (const [index, item] of items.entries()) {
      const hasNext = index < items.length - 1;
      variables.set(name, item);
      variables.set('foreach', { index, count: index + 1, hasNext, first: index === 0, last: !hasNext });
      variables.set('velocityCount', index + 1);
      variables.set('velocityHasNext', hasNext);
      flow = each(run);
      if (flow !== 'on') break;
    }
    restore(variables, before);
    return flow === 'stop' ? 'stop' : 'on';
  };
}

/** What stands under names: whether there is anything, and what. */
type Standing = readonly (readonly [name: string, had: boolean, value: unknown])[];

const standing = (variables: ReadonlyMap<string, unknown>, names: readonly string[]): Standing =>
  names.map((name) => [name, variables.has(name), variables.get(name)]);

function restore(variables: Map<string, unknown>, before: Standing): void {
  for (const [name, had, value] of before) {
    if (had) variables.set(name, value);
    else variables.delete(name);
  }
}

const bodies = new WeakMap<Macro, Act>();

/** What a macro is given stands under its names while it runs. */
function call({ macro, args }: Piece & { readonly kind: 'call' }): Act {
  const values = args.map(compileValue);
  return (run) => {
    let body = bodies.get(macro);
    if (body === undefined) {
      body = compileBlock(macro.body);
      bodies.set(macro, body);
    }
    const act = body;
    const { variables } = run;
    const given = values.map((value) => value(run));
    const before = standing(variables, macro.parameters);
    macro.parameters.forEach((one, i) => void variables.set(one, given[i] ?? null));
    run.call(() => void act(run));
    restore(variables, before);
    return 'on';
  };
}
