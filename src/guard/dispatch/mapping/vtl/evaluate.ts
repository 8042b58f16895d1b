import { compileBlock } from './compile.ts';
import { callMethod } from './methods.ts';
import { isHost, type Run, refused } from './run.ts';
import type { Expression, Operator, Reference, Step } from './syntax.ts';
import {
  compare,
  equal,
  type Fields,
  fieldOf,
  isFields,
  isTrue,
  newFields,
  numberOf,
  setField,
  textOf,
} from './values.ts';

/** Gives a value, null where there is none. */
export type Value = (run: Run) => unknown;

/** Lists that a range may make at the most. */
const LONGEST_RANGE = 10_000;

/** Compiles an expression to what gives its value in a run. */
export function compileValue(expression: Expression): Value {
  switch (expression.kind) {
    case 'value': {
      const { value } = expression;
      return () => value;
    }
    case 'text': {
      const block = compileBlock(expression.block);
      return (run) => run.made(run.apart(() => void block(run)));
    }
    case 'path':
      return compilePath(expression);
    case 'list': {
      const items = expression.items.map(compileValue);
      return (run) => items.map((item) => item(run));
    }
    case 'range':
      return range(compileValue(expression.from), compileValue(expression.to));
    case 'map': {
      const entries = expression.entries.map(
        ([key, value]) => [compileValue(key), compileValue(value)] as const,
      );
      return (run) => {
        const fields = newFields();
        for (const [key, value] of entries) setField(fields, textOf(key(run), run), value(run));
        return fields;
      };
    }
    case 'not': {
      const of = compileValue(expression.of);
      return (run) => !isTrue(of(run));
    }
    case 'minus': {
      const of = compileValue(expression.of);
      return (run) => {
        const value = numberOf(of(run));
        return value === null ? null : -value;
      };
    }
    case 'binary':
      return binary(expression.operator, compileValue(expression.left), compileValue(expression.right));
  }
}

function compilePath({ root, steps }: Reference): Value {
  const compiled = steps.map(compileStep);
  return (run) => {
    run.work();
    let value: unknown = run.variables.get(root) ?? null;
    for (let i = 0; i < compiled.length; i++) {
      // Velocity: what is not there has nothing, and does nothing.
      if (value === null || value === undefined) return null;
      value = compiled[i]!(value, run);
    }
    return value ?? null;
  };
}

type Follow = (value: unknown, run: Run) => unknown;

function compileStep(step: Step): Follow {
  if (step.kind === 'property') return (value, run) => property(value, step.name, run);
  if (step.kind === 'index') {
    const at = compileValue(step.at);
    return (value, run) => property(value, at(run), run);
  }
  const args = step.args.map(compileValue);
  const { name } = step;
  return (value, run) =>
    callMethod(
      value,
      name,
      args.map((arg) => arg(run)),
      run,
    );
}

function property(value: unknown, key: unknown, run: Run): unknown {
  if (isHost(value)) return value.property(textOf(key, run), run);
  if (Array.isArray(value)) {
    const at = numberOf(key);
    if (at !== null) return value[at < 0 ? value.length + at : at] ?? null;
    return key === 'empty' ? value.length === 0 : null;
  }
  if (!isFields(value)) return typeof value === 'string' && key === 'empty' ? value === '' : null;
  const name = textOf(key, run);
  if (Object.hasOwn(value, name)) return fieldOf(value, name);
  return name === 'empty' ? Object.keys(value).length === 0 : null;
}

/** Compiles the left side of a #set. */
export function compileTarget({ root, steps }: Reference): (value: unknown, run: Run) => void {
  const last = steps.at(-1);
  if (last === undefined) return (value, run) => void run.variables.set(root, value);
  const holder = compilePath({ kind: 'path', root, steps: steps.slice(0, -1) });
  const key: Value =
    last.kind === 'index' ? compileValue(last.at) : () => (last.kind === 'property' ? last.name : '');
  return (value, run) => {
    const into = holder(run);
    if (isHost(into)) {
      const name = textOf(key(run), run);
      if (!into.set(name, value)) throw refused(`sets ${name}, which cannot be set`);
    } else if (Array.isArray(into)) {
      const at = numberOf(key(run));
      if (at !== null && Number.isInteger(at) && at >= 0 && at < into.length) into[at] = value;
    } else if (isFields(into)) setField(into as Fields, textOf(key(run), run), value);
  };
}

function range(from: Value, to: Value): Value {
  return (run) => {
    const [first, last] = [numberOf(from(run)), numberOf(to(run))];
    if (first === null || last === null) return null;
    const count = Math.floor(Math.abs(last - first)) + 1;
    if (count > LONGEST_RANGE) throw refused(`has a range of more than ${LONGEST_RANGE}`);
    run.work(count);
    const step = first <= last ? 1 : -1;
    return Array.from({ length: count }, (_, i) => first + i * step);
  };
}

function binary(operator: Operator, left: Value, right: Value): Value {
  switch (operator) {
    case '||':
      return (run) => isTrue(left(run)) || isTrue(right(run));
    case '&&':
      return (run) => isTrue(left(run)) && isTrue(right(run));
    case '==':
      return (run) => equal(left(run), right(run), run);
    case '!=':
      return (run) => !equal(left(run), right(run), run);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(operator, left, right);
    case '+':
      return (run) => sum(left(run), right(run), run);
    default:
      return (run) => arithmetic(operator, numberOf(left(run)), numberOf(right(run)));
  }
}

function ordered(operator: Operator, left: Value, right: Value): Value {
  return (run) => {
    const order = compare(left(run), right(run));
    if (order === null) return false;
    if (operator === '<') return order < 0;
    if (operator === '>') return order > 0;
    return operator === '<=' ? order <= 0 : order >= 0;
  };
}

/** Texts are joined where one is no number. */
function sum(a: unknown, b: unknown, run: Run): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === null || b === null) return null;
  return run.made(textOf(a, run) + textOf(b, run));
}

/** Of two whole numbers the result is whole; what cannot be computed is nothing. */
function arithmetic(operator: Operator, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) return null;
  if (operator === '%') return a % b;
  return Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(a / b) : a / b;
}
