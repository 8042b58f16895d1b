import type { Finding } from '../finding.ts';
import { proseAround } from '../prose.ts';
import { posixBinaries } from './binaries.ts';
import { isSpaced, Keeping } from './kept.ts';
import { inMarkup, lineEnd, lines } from './surroundings.ts';

// How many times the surroundings of a candidate are read anew; behind that, what was found last stands for all.
const readings = 12;

/** A sentence of few words about one code span: ``What does `ls -la | grep x` do?`` */
const asked = /^[A-Z][a-z]{1,12},? (?:[\w']{1,16} ){0,8}`[^`\n]{1,120}`(?: [\w']{1,16}){0,8}[.?!]$/;

/** The command of a value that is the most evidence, by what it is and by what stands around it. */
export class Best {
  readonly #text: string;
  score = 0;
  #context = '';
  #what = '';
  #from = 0;
  #to = 0;
  #readings = 0;
  #prose = 0;
  #markup = false;
  #keeping: Keeping | null = null;
  /** By the separator, the most that came to nothing since the surroundings are not read any more. */
  #vain: Map<string, number> | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  finding(): Finding | null {
    if (this.score < 30) return null;
    return {
      family: 'shell',
      score: this.score,
      context: this.#context,
      what: this.#what,
      from: this.#from,
      to: this.#to,
    };
  }

  /** True when a candidate with this score makes no difference, whatever stands around it. */
  isVain(score: number, op: string): boolean {
    return score < 30 || score + 6 <= this.score || (this.#vain?.get(op) ?? 0) >= score;
  }

  /** Weighs a candidate; `everyday` when it is what people keep and show one another. */
  add(
    score: number,
    context: string,
    what: string,
    from: number,
    to: number,
    op: string,
    everyday = false,
  ): void {
    if (this.isVain(score, op)) return;
    const given = score;
    const text = this.#text;
    if (this.#readings < readings) {
      this.#readings++;
      this.#prose = proseAround(text, from, lineEnd(text, from + op.length, to), posixBinaries);
      this.#markup = this.#prose > 2 && inMarkup(text, from, op);
    }
    const prose = this.#prose;
    if (prose > 2) score -= prose < 6 ? 8 : prose < 12 ? 18 : 28;
    // A code span in a sentence.
    if (this.#markup) score -= op === '`' && prose > 3 ? 35 : 25;
    if (op === '\n' && (lines(text, 5) > 4 || text.startsWith('#!'))) score -= 20;
    // One command after another is a line of commands.
    if (prose < 3 && this.score >= 30 && from > this.#from) score += 6;
    score = Math.min(98, score);
    // What people show one another, where it follows no value of another program's command.
    if (score > 49 && everyday && isSpaced(text, from, op) && (prose > 2 || this.#isKept(from))) score = 46;
    else if (score > 49 && given < 70 && text.length < 240 && asked.test(text)) score = 46;
    if (score < 30 || score <= this.score) {
      if (this.#readings === readings && !everyday && from > this.#from) {
        this.#vain ??= new Map();
        this.#vain.set(op, given);
      }
      return;
    }
    this.score = score;
    this.#context = context;
    this.#what =
      op === '^' ? `${what}, the whole value` : `${what} behind ${op === '\n' ? 'a line break' : op}`;
    this.#from = from;
    this.#to = to;
  }

  #isKept(from: number): boolean {
    this.#keeping ??= new Keeping(this.#text);
    return this.#keeping.at(from);
  }
}
