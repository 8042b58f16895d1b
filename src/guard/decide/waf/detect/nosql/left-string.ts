import type { Finding } from '../finding.ts';
import { finding } from '../text/judged.ts';
import { MARK, NAME, PATTERN, STRING, type Token } from '../xss/script/lexer.ts';
import { parse } from '../xss/script/program.ts';

/** How far a string may go that the value is put into, and how long a value is read. */
const farthest = 64;
const longest = 1024;

/** A quote, and what can join an expression to the string that it ends. */
const joins = /^['"](?:\s|\/\*[^*]{0,16}\*\/){0,4}(?:\|\|?|&&?|\^|\?|[=!]==?|[+,;<>])/;

/**
 * A value that leaves a string of JavaScript and is JavaScript to its end, where the program's own quote is met by one of
 * the value or cut off by a comment: `'||this.password.match(/^a/)//`, `x'?Object.keys(this).length:'`.
 */
export function leftString(text: string): Finding | null {
  if (text.length > longest) return null;
  const at = text.search(/['"]/);
  if (at < 0 || at > farthest || !joins.test(text.slice(at, at + 32))) return null;
  const { tokens, valid } = parse(text, at + 1, true);
  const last = tokens.at(-1);
  if (!valid || last === undefined || !(isOpen(text, last, text[at]!) || isCut(text, last))) return null;
  const score = weigh(tokens);
  return score === 0 ? null : finding('nosql', score, 'JavaScript string', "' expression '", at, text.length);
}

/** A string that the value opens for the program to close. */
const isOpen = (text: string, { kind, from, to }: Token, quote: string): boolean =>
  kind === STRING &&
  text[from] === quote &&
  to >= text.trimEnd().length &&
  (to === from + 1 || text[to - 1] !== quote);

const isCut = (text: string, { to }: Token): boolean => /^[\s;]{0,4}\/[/*]/.test(text.slice(to));

/** What an expression does that nothing but JavaScript has: asks the document, calls a method, makes a function. */
function weigh(tokens: readonly Token[]): number {
  let score = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    const next = tokens[i + 1];
    const called = next?.kind === MARK && next.text === '(';
    if (kind === NAME && text === 'this' && next?.kind === MARK && '.[),'.includes(next.text)) return 82;
    if (kind === PATTERN && next?.text === '.') score = Math.max(score, 66);
    else if (kind === MARK && text === '=>') score = Math.max(score, 64);
    else if (kind === NAME && (text === 'function' || text === 'typeof' || text === 'new'))
      score = Math.max(score, 64);
    else if (
      kind === NAME &&
      called &&
      (tokens[i - 1]?.text === '.' || /^[a-z]\w*[A-Z]\w*$|^eval$/.test(text))
    )
      score = Math.max(score, 62);
  }
  return score;
}
