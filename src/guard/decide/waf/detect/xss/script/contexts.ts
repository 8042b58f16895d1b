import type { Best } from '../best.ts';
import { type Code, weighWhole } from './weigh.ts';

const strings: readonly (readonly [string, string])[] = [
  ["'", 'JavaScript string in single quotes'],
  ['"', 'JavaScript string in double quotes'],
  ['`', 'JavaScript template'],
];

/**
 * Looks for code in a value put inside a string of a script: the first quote ends the string, the rest must be
 * JavaScript.
 */
export function inStrings(text: string, best: Best): void {
  for (const [quote, context] of strings) {
    const at = quote === '`' ? tickIn(text) : text.indexOf(quote);
    if (at < 0) continue;
    const code = weighWhole(text, at + 1, true);
    if (!code.valid || code.level < 2) continue;
    // `'-print(1)-'`: what shows that code runs, and little else.
    const shown = code.what === 'call of print' && code.size < 12;
    const score = code.level === 3 ? (code.soft ? 72 : 90) : shown ? 56 : 45;
    best.add(score, context, code.what, at, code.to);
  }
}

/**
 * The first backtick that would end a template; -1 for none. Three at the beginning of a line are a fence of Markdown: a
 * template that they end is called with the next one, and that throws.
 */
function tickIn(text: string): number {
  let at = text.indexOf('`');
  while (at >= 0 && text.startsWith('```', at) && (at === 0 || text.charCodeAt(at - 1) === 10)) {
    const line = text.indexOf('\n', at);
    at = line < 0 ? -1 : text.indexOf('`', line);
  }
  return at;
}

/** Looks for code in a value put where a script expects an expression, or behind a comment that the value ends. */
export function asExpression(text: string, best: Best): void {
  const whole = weighWhole(text, 0, false);
  if (whole.valid) best.add(scoreOf(whole, text), 'JavaScript', whole.what, whole.from, whole.to);
  const comment = text.indexOf('*/');
  if (comment >= 0 && comment < 100 && text.lastIndexOf('/*', comment) < 0) {
    const rest = weighWhole(text, comment + 2, false);
    if (rest.valid && rest.level === 3)
      best.add(rest.soft ? 60 : 85, 'JavaScript comment', rest.what, comment, rest.to);
  }
}

// No expression begins so.
const declaration = /^\s*(?:const|let|import|export|class)\s/;

function scoreOf(code: Code, text: string): number {
  const declared = declaration.test(text);
  if (code.level === 3 && !code.soft) {
    // A window that opens at the end of a program of some length is how beginners look at what they have.
    const long =
      code.size > (code.what.startsWith('call of alert') && /=>|function|^const|^let/.test(text) ? 24 : 60);
    return !long || code.obscure ? 80 : 46;
  }
  if (declared) return Math.min(42, code.level * 15);
  if (code.level === 3) return code.size <= 12 ? 52 : 38;
  if (code.level === 2) return code.size <= 20 ? 40 : 30;
  return 0;
}
