import { Automaton } from './automaton.ts';
import { exactLiteralsOf, literalsOf } from './literals.ts';
import { programOf } from './program.ts';
import { readPattern } from './read.ts';
import { spanOf } from './span.ts';
import { type Node, PatternRefused } from './syntax.ts';

/** A pattern that can be asked of any text in time proportional to its length, whoever wrote the text. */
export interface Regex {
  test(text: string): boolean;
  /**
   * Where the match that ends first lies: from inclusive, to exclusive; null when there is none, or when it is not found in
   * `most` steps (any number when not given). Slower: about 0.1 µs for each step.
   */
  find(text: string, most?: number): readonly [number, number] | null;
  /** Texts in small letters of which every match holds one, in any case; null when there are none. */
  readonly literals: readonly string[] | null;
}

/**
 * Compiles patterns into one that matches where any of them does: PCRE’s language as AWS WAF has it, that is
 * without back-references, look-around, atomic groups, possessive quantifiers, recursion, conditions and verbs.
 * It looks at bytes: a character beyond ASCII stands for those of its UTF-8. Throws a `PatternRefused` that says why
 * for what it does not take.
 *
 * V8’s own expressions are not used: their fall-back to a linear engine leaves out what ignores case and what is
 * repeated more than 16 times (docs/decisions/regular-expressions.md).
 */
export function compileRegex(...patterns: readonly string[]): Regex {
  const parts = patterns.map(readOne);
  const node: Node = parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  const program = programOf(node);
  const automaton = new Automaton(program);
  const sure = exactLiteralsOf(node);
  const run = (text: string): boolean => automaton.test(text);
  return Object.freeze({
    test: sure === null ? run : (text: string) => sure.some((literal) => text.includes(literal)) && run(text),
    find: (text: string, most = Number.POSITIVE_INFINITY) => spanOf(program, text, most),
    literals: literalsOf(node),
  });
}

/** Why a pattern is not taken, in a sentence; null for one that is. */
export function whyRefused(pattern: string): string | null {
  try {
    programOf(readOne(pattern));
    return null;
  } catch (refused) {
    if (refused instanceof PatternRefused) return refused.message;
    throw refused;
  }
}

const readOne = (pattern: string): Node => readPattern(Buffer.from(pattern, 'utf8').toString('latin1'));
