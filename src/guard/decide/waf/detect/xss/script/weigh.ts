import { Evidence } from './evidence.ts';
import type { Token } from './lexer.ts';
import { parse } from './program.ts';
import { walk } from './walk.ts';

/** What a piece of JavaScript would do. */
export interface Code {
  /** 0 no code, 1 code of any page, 2 what an attack may do too, 3 what an attack does. */
  readonly level: number;
  /** True where an ordinary program does the same: `confirm('Sure?')`. */
  readonly soft: boolean;
  /** True for code written so as not to be read. */
  readonly obscure: boolean;
  /** The construct, in a short phrase. */
  readonly what: string;
  /** False when the text is not JavaScript; `level` then tells of the part before the error. */
  readonly valid: boolean;
  /** How many tokens were read. */
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

const nothing: Code = Object.freeze({
  level: 0,
  soft: false,
  obscure: false,
  what: '',
  valid: true,
  size: 0,
  from: 0,
  to: 0,
});
const broken: Code = Object.freeze({ ...nothing, valid: false });

/** The same where the text counts only when all of it is JavaScript. */
export function weighWhole(text: string, from: number, afterOperand: boolean): Code {
  const { tokens, valid } = parse(text, from, afterOperand);
  return valid && tokens.length > 0 ? judged(tokens, true, afterOperand, 0) : broken;
}

/** Weighs the code that stands from `from` on; `afterOperand` when a string or value stands right before it. */
export function weigh(text: string, from = 0, afterOperand = false, depth = 0): Code {
  const { tokens, valid } = parse(text, from, afterOperand);
  if (tokens.length === 0) return valid ? nothing : broken;
  return judged(tokens, valid, afterOperand, depth);
}

function judged(tokens: readonly Token[], valid: boolean, afterOperand: boolean, depth: number): Code {
  const evidence = new Evidence(tokens, depth);
  walk(evidence, afterOperand);
  const { level, soft, obscure, what } = evidence;
  return { level, soft, obscure, what, valid, size: tokens.length, from: evidence.from, to: evidence.to };
}
