import { Automaton } from './automaton.ts';
import { addRange, type ByteSet, emptySet } from './bytes-set.ts';
import { type CodePoints, holds } from './code-points.ts';
import { readEcma } from './ecma-read.ts';
import type { Tree } from './ecma-tree.ts';
import { mostSteps, programOf } from './program.ts';
import { type Node, PatternRefused } from './syntax.ts';

/** A pattern that can be asked of any text in time proportional to its length. */
export interface EcmaPattern {
  test(text: string): boolean;
}

/**
 * Compiles a pattern of ECMA-262 as JSON Schema has them: without flags, of whole characters. Throws a
 * `PatternRefused` that says why for what cannot be had in linear time.
 */
export function compileEcma(pattern: string): EcmaPattern {
  const alternatives = readEcma(pattern);
  const trees = alternatives.flatMap(({ looks, tree }) => [tree, ...looks.map((l) => l.tree)]);
  const alphabet = new Alphabet(trees);
  if (alternatives.length === 1 && alternatives[0]!.looks.length === 0) {
    const [only] = trees;
    if (isLong(only!) && isFlat(only!)) return native(pattern);
  }
  const automaton = (tree: Tree): Automaton => new Automaton(programOf(alphabet.bytes(tree)));
  const plain = alternatives.filter((a) => a.looks.length === 0).map((a) => a.tree);
  const all =
    plain.length === 0 ? null : automaton(plain.length === 1 ? plain[0]! : { kind: 'choice', parts: plain });
  const looking = alternatives
    .filter((a) => a.looks.length > 0)
    .map(({ looks, tree }) => ({
      looks: looks.map((l) => ({ negative: l.negative, automaton: automaton(fromStart(l.tree)) })),
      automaton: automaton(tree),
    }));
  return Object.freeze({
    test(text: string): boolean {
      const read = alphabet.written(text);
      if (all?.test(read) === true) return true;
      for (const one of looking) {
        if (!one.looks.every((l) => l.automaton.test(read) !== l.negative)) continue;
        if (one.automaton.test(read)) return true;
      }
      return false;
    },
  });
}

const fromStart = (tree: Tree): Tree => ({
  kind: 'sequence',
  parts: [{ kind: 'assert', what: 'start' }, tree],
});

/** The steps an automaton would take for it, near enough. */
function stepsOf(tree: Tree): number {
  switch (tree.kind) {
    case 'set':
    case 'assert':
      return 1;
    case 'repeat':
      return tree.most === Number.POSITIVE_INFINITY
        ? (tree.least + 1) * stepsOf(tree.part) + 1
        : tree.most * (stepsOf(tree.part) + 1);
    default:
      return tree.parts.reduce((sum, part) => sum + stepsOf(part), 1);
  }
}

const isLong = (tree: Tree): boolean => stepsOf(tree) > mostSteps - 2;

/**
 * `^[a-z]{1,4096}$`: from the beginning on, characters one after another, of which one may be repeated this often
 * or that. V8 goes over such a text twice at the most, so its own engine serves.
 */
function isFlat(tree: Tree): boolean {
  if (tree.kind !== 'sequence' || tree.parts[0]?.kind !== 'assert' || tree.parts[0].what !== 'start')
    return false;
  let open = 0;
  return tree.parts.every((part) => {
    if (part.kind === 'set' || part.kind === 'assert') return true;
    if (part.kind !== 'repeat' || part.part.kind !== 'set') return false;
    if (part.least !== part.most) open++;
    return open < 2;
  });
}

function native(pattern: string): EcmaPattern {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    throw new PatternRefused('it repeats too often for a pattern that is not written strictly');
  }
}

/**
 * The characters of a pattern: ASCII as itself, and above it a byte for each kind of characters that the pattern
 * tells apart. So an automaton of bytes reads one byte for each character.
 */
class Alphabet {
  readonly #starts: number[] = [128];
  readonly #bytes: number[] = [];
  readonly #kinds: number[] = [];
  readonly #sets = new Map<CodePoints, ByteSet>();

  constructor(trees: readonly Tree[]) {
    const sets = new Set<CodePoints>();
    for (const tree of trees) collect(tree, sets);
    const cuts = new Set<number>([128]);
    for (const set of sets)
      for (let i = 0; i < set.length; i += 2)
        for (const cut of [set[i]!, set[i + 1]! + 1]) if (cut > 128 && cut <= 0x10ffff) cuts.add(cut);
    this.#starts = [...cuts].sort((a, b) => a - b);
    const known = new Map<string, number>();
    for (const start of this.#starts) {
      let signature = '';
      for (const set of sets) signature += holds(set, start) ? '1' : '0';
      let kind = known.get(signature);
      if (kind === undefined) {
        kind = 128 + known.size;
        if (kind > 255) throw new PatternRefused('it tells too many kinds of characters apart');
        known.set(signature, kind);
        this.#kinds.push(start);
      }
      this.#bytes.push(kind);
    }
  }

  /** A tree in bytes of this alphabet. */
  bytes(tree: Tree): Node {
    switch (tree.kind) {
      case 'set':
        return { kind: 'byte', set: this.#set(tree.set) };
      case 'assert':
        return tree;
      case 'repeat':
        return { ...tree, part: this.bytes(tree.part) };
      default:
        return { kind: tree.kind, parts: tree.parts.map((part) => this.bytes(part)) };
    }
  }

  /** A text in this alphabet: one character of it for each of the text. */
  written(text: string): string {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return this.#translated(text);
    return text;
  }

  #translated(text: string): string {
    const out = Buffer.allocUnsafe(text.length);
    let size = 0;
    for (let i = 0; i < text.length; i++) {
      let point = text.charCodeAt(i);
      if (point > 127) {
        if (point >= 0xd800 && point <= 0xdbff) {
          point = text.codePointAt(i)!;
          if (point > 0xffff) i++;
        }
        point = this.#byte(point);
      }
      out[size++] = point;
    }
    return out.toString('latin1', 0, size);
  }

  #byte(point: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= point) low = middle + 1;
      else high = middle;
    }
    return this.#bytes[low - 1]!;
  }

  #set(points: CodePoints): ByteSet {
    const known = this.#sets.get(points);
    if (known !== undefined) return known;
    const set = emptySet();
    for (let i = 0; i < points.length; i += 2)
      if (points[i]! < 128) addRange(set, points[i]!, Math.min(points[i + 1]!, 127));
    for (const [i, sample] of this.#kinds.entries())
      if (holds(points, sample)) addRange(set, 128 + i, 128 + i);
    this.#sets.set(points, set);
    return set;
  }
}

function collect(tree: Tree, sets: Set<CodePoints>): void {
  if (tree.kind === 'set') sets.add(tree.set);
  else if (tree.kind === 'repeat') collect(tree.part, sets);
  else if (tree.kind !== 'assert') for (const part of tree.parts) collect(part, sets);
}
