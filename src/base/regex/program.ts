import { type ByteSet, has, named, newline as newlineSet } from './bytes-set.ts';
import { type Assertion, type Node, PatternRefused } from './syntax.ts';

/** Steps a pattern may take up: what bounds the time of the worst text, and the memory. */
export const mostSteps = 2_000;

/** A step: a byte to read, an assertion to hold, a choice of ways, or the end. */
export type Step =
  | { readonly kind: 'byte'; readonly set: ByteSet; next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; next: number }
  | { readonly kind: 'fork'; readonly ways: number[] }
  | { readonly kind: 'match' };

/** What a pattern comes to: steps, of which the one at `start` is the first. */
export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** True when a match can only begin where the text does. */
  readonly anchored: boolean;
  readonly asserts: boolean;
  /** Bytes that no step tells apart share a class; two more are for a newline at the very end and for the end. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** One byte of each class. */
  readonly samples: readonly number[];
}

/** The program of a tree. Throws a `PatternRefused` when it takes too many steps. */
export function programOf(node: Node): Program {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= mostSteps)
      throw new PatternRefused(`it takes more than ${mostSteps} steps: repeat less, or less often`);
    return steps.push(step) - 1;
  };
  /** Emits what leads on to `next`, and gives its first step. */
  const emit = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'byte':
        return add({ kind: 'byte', set: part.set, next });
      case 'assert':
        return add({ kind: 'assert', what: part.what, next });
      case 'sequence':
        return part.parts.reduceRight((after, p) => emit(p, after), next);
      case 'choice':
        return add({ kind: 'fork', ways: part.parts.map((p) => emit(p, next)) });
      case 'repeat':
        return repeat(part.part, part.least, part.most, next);
    }
  };
  const repeat = (part: Node, least: number, most: number, next: number): number => {
    let first = next;
    if (most === Number.POSITIVE_INFINITY) {
      const ways: number[] = [];
      first = add({ kind: 'fork', ways });
      ways.push(emit(part, first), next);
    } else {
      for (let n = least; n < most; n++) first = add({ kind: 'fork', ways: [emit(part, first), next] });
    }
    for (let n = 0; n < least; n++) first = emit(part, first);
    return first;
  };
  const start = emit(node, 0);
  const asserts = steps.some((step) => step.kind === 'assert');
  return { steps, start, anchored: isAnchored(node), asserts, ...classesOf(steps, asserts) };
}

function isAnchored(node: Node): boolean {
  if (node.kind === 'assert') return node.what === 'start';
  if (node.kind === 'choice') return node.parts.every(isAnchored);
  return node.kind === 'sequence' && node.parts.length > 0 && isAnchored(node.parts[0]!);
}

function classesOf(
  steps: readonly Step[],
  asserts: boolean,
): Pick<Program, 'classes' | 'classCount' | 'samples'> {
  const sets = steps.flatMap((step) => (step.kind === 'byte' ? [step.set] : []));
  if (asserts) sets.push(newlineSet, named.word!);
  const classes = new Uint8Array(256);
  const samples: number[] = [];
  const known = new Map<string, number>();
  const distinct = [...new Set(sets)];
  for (let byte = 0; byte < 256; byte++) {
    let signature = '';
    for (const set of distinct) signature += has(set, byte) ? '1' : '0';
    let of = known.get(signature);
    if (of === undefined) {
      of = samples.push(byte) - 1;
      known.set(signature, of);
    }
    classes[byte] = of;
  }
  return { classes, classCount: samples.length, samples };
}
