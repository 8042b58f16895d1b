import type { Finding } from '../finding.ts';
import { isBlank, isLetter, isName, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, type Judged, judged, worse } from '../text/judged.ts';
import { Next } from '../within.ts';
import { judgeExpression } from './expression.ts';
import { isRunning } from './names.ts';
import { judgeStatement } from './statement.ts';
import { type Expression, MARK, markAt, NAME, NUMBER, readExpression, type Token } from './tokens.ts';

/**
 * The gravest of the expressions that stand in braces: `{{…}}`, `{%…%}`, `${…}`, `#{…}`, `*{…}`, `%{…}`,
 * `@{…}`, `~{…}`, `{=…}`, `{!!…!!}`, and Smarty's `{name(…)}`.
 */
export function inBraces(text: string): Finding | null {
  let worst: Finding | null = null;
  // Openings may be nested in one another: this bounds what is read more than once.
  let left = (text.length >> 1) + 2048;
  let furthest = 0;
  for (let at = text.indexOf('{'); at >= 0; ) {
    const opening = openingAt(text, at);
    // What is left then is looked at as a whole; but for Smarty's, whose names are looked at.
    if (opening === null || (left <= 0 && !runs(text, opening))) {
      // Of braces in a row only the last can begin Smarty's: none before is looked at, and the row gone over, again.
      const last = opening === null ? at : text.lastIndexOf('{', opening.inside - 1);
      at = text.indexOf('{', Math.max(at + 1, last));
      continue;
    }
    const inside = readExpression(text, opening.inside, opening.closer);
    left -= Math.max(0, Math.min(inside.end, furthest) - at);
    if (inside.end > furthest) furthest = inside.end;
    const found = judgeOpening(text, at, opening, inside);
    if (found !== null) {
      worst = worse(
        worst,
        finding('template', found.score, opening.name, found.what, opening.from, inside.end),
      );
      if (found.score >= 92) return worst;
    }
    at = text.indexOf('{', opening.inside);
  }
  return worst;
}

/** `{system(`. */
function runs(text: string, { name, inside }: Opening): boolean {
  if (name !== '{…}') return false;
  const end = nameEnd(text, inside);
  return text.charCodeAt(end) === 40 && end - inside < 24 && isRunning(text.slice(inside, end));
}

interface Opening {
  readonly name: string;
  readonly from: number;
  /** Where the expression begins. */
  readonly inside: number;
  readonly closer: string;
}

const opening = (name: string, from: number, inside: number, closer: string): Opening => ({
  name,
  from,
  inside,
  closer,
});

function openingAt(text: string, at: number): Opening | null {
  const next = text.charCodeAt(at + 1);
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  if (next === 123) {
    let inside = at + 2;
    while (text.charCodeAt(inside) === 123) inside++;
    // Trimming and raw output: `{{-`, `{{=`, `{{&`, `{{~`.
    const c = text.charCodeAt(inside);
    if ((c === 45 && isBlank(text.charCodeAt(inside + 1))) || c === 61 || c === 38 || c === 126) inside++;
    return opening('{{…}}', before === 36 || before === 35 ? at - 1 : at, inside, '}}');
  }
  if (next === 37) return opening('{%…%}', at, text.charCodeAt(at + 2) === 45 ? at + 3 : at + 2, '%}');
  if (next === 33 && text.charCodeAt(at + 2) === 33) return opening('{!!…!!}', at, at + 3, '!!}');
  if (next === 61) return opening('{=…}', at, at + 2, '}');
  if (before === 36) return opening('${…}', at - 1, at + 1, '}');
  if (before === 33 && text.charCodeAt(at - 2) === 36) return opening('$!{…}', at - 2, at + 1, '}');
  if (before === 35) return opening('#{…}', at - 1, at + 1, '}');
  if (before === 37) return opening('%{…}', at - 1, at + 1, '}');
  if (before === 42 || before === 64 || before === 126 || before === 38)
    return opening(`${text[at - 1]}{…}`, at - 1, at + 1, '}');
  // What Smarty takes for a tag: no blank behind the brace.
  if (isName(next) || next === 36) return opening('{…}', at, at + 1, '}');
  return null;
}

function judgeOpening(
  text: string,
  at: number,
  { name, from, inside }: Opening,
  expression: Expression,
): Judged | null {
  const { tokens, closed, end } = expression;
  if (tokens.length === 0) return null;
  if (name === '{%…%}') return judgeStatement(tokens);
  if (name === '{…}') return closed ? judgeSmarty(text, at, end, tokens) : null;
  if (name === '#{…}' && isLaTeX(text, from)) return null;
  let found = judgeExpression(tokens);
  if (name === '{{…}}') found = worse(found, judgeBlock(tokens));
  else if (name === '~{…}') found = worse(found, judgeFragment(tokens));
  if (found === null) return null;
  if (found.what === 'arithmetic on constants') {
    if (!closed || (name === '{{…}}' && isLaTeX(text, from)) || isShellDefault(tokens)) return null;
    if (name === '${…}' && inBackticks(text, from)) found = judged(45, found.what);
  }
  if (!closed) return found.score >= 80 ? judged(found.score - 20, found.what) : null;
  if (found.what.startsWith('the framework') && !isWhole(text, from, end)) return judged(40, found.what);
  // A method of a literal in JavaScript's own template strings is everyday code.
  if (name === '${…}' && found.what.endsWith('() of a string') && text.lastIndexOf('`', inside) >= 0)
    return judged(35, found.what);
  return found;
}

/**
 * `{{print(…)}}`, `{{print "x"}}` and Go's `{{.Call "x"}}`: nothing but constants to a function that shows them;
 * `{{$smarty.…}}`.
 */
function judgeBlock(tokens: readonly Token[]): Judged | null {
  const [first, second] = tokens;
  if (first!.text === '$smarty' && second?.text === '.') return judged(60, '$smarty');
  if (first!.kind === NAME && /^(print|println|echo)$/.test(first!.text) && second !== undefined) {
    const constant = tokens.every((t, i) => i === 0 || t.kind !== NAME);
    return constant ? judged(55, `${first!.text} of constants`) : null;
  }
  return null;
}

/** `~{x::y(7*7)}`: Thymeleaf reckons what it hands to a fragment. */
function judgeFragment(tokens: readonly Token[]): Judged | null {
  const open = tokens.findIndex(
    (t, i) => t.text === '(' && t.kind === MARK && markAt(tokens, i - 2, ':') && markAt(tokens, i - 3, ':'),
  );
  return open < 0 || !markAt(tokens, tokens.length - 1, ')')
    ? null
    : judgeExpression(tokens.slice(open + 1, -1));
}

const closed = new Next((text, from, to) => {
  const at = text.indexOf('{/php}', from);
  return at < to ? at : -1;
});

function judgeSmarty(text: string, at: number, end: number, tokens: readonly Token[]): Judged | null {
  const [first, second, third] = tokens;
  const name = first!.text;
  if (tokens.length === 1 && name === 'php')
    return closed.within(text, end, text.length) >= 0 ? judged(82, '{php}') : judged(45, '{php}');
  if (name === '$smarty' && second?.text === '.') return judged(60, '$smarty');
  if (name === 'self' && second?.text === ':' && third?.text === ':') return judged(85, 'self::');
  if (/^Smarty_/.test(name) && second?.text === ':') return judged(88, name);
  if (name === 'if' && second?.kind === NAME && third?.text === '(') return judgeExpression(tokens.slice(1));
  if (
    /^(include|fetch|include_php|eval)$/.test(name) &&
    /^(file|var)$/.test(second?.text ?? '') &&
    third?.text === '='
  ) {
    const place = tokens[3]?.text ?? '';
    return /^\/|\.\.\/|:/.test(place) || name === 'eval'
      ? judged(75, `{${name}} of ${place.slice(0, 40)}`)
      : null;
  }
  if (
    isRunning(name) &&
    second?.text === '(' &&
    tokens.at(-1)!.text === ')' &&
    (third?.kind ?? MARK) !== MARK
  )
    return /^(eval|exec)$/.test(name) && !isWhole(text, at, end)
      ? judged(45, `${name}()`)
      : judged(85, `${name}()`);
  if (first!.kind === NUMBER && tokens.length <= 5 && isWhole(text, at, end) && !isLaTeX(text, at)) {
    const found = judgeExpression(tokens);
    return found !== null && found.score > 70 ? judged(58, found.what) : null;
  }
  return null;
}

/** Nothing of weight stands around: at most a short word that such probes are given to be found again. */
function isWhole(text: string, from: number, end: number): boolean {
  const before = skipBlank(text, 0);
  let after = text.length;
  while (after > end && isBlank(text.charCodeAt(after - 1))) after--;
  return from - before <= 4 && after - end <= 4;
}

/** Inside a template string of JavaScript that the text itself has begun. */
function inBackticks(text: string, from: number): boolean {
  let ticks = 0;
  const first = Math.max(0, from - 256);
  for (let i = from - 1; i >= first; i--) if (text.charCodeAt(i) === 96) ticks++;
  return ticks % 2 === 1;
}

/** `\frac{{1}…`, `x^{{2+3}}`, `$…$`: braces as mathematicians set them. */
function isLaTeX(text: string, from: number): boolean {
  const before = from > 0 ? text.charCodeAt(from - 1) : 0;
  if (before === 94 || before === 95) return true;
  let at = from;
  while (at > 0 && isLetter(text.charCodeAt(at - 1)) && from - at < 24) at--;
  return at < from && text.charCodeAt(at - 1) === 92 && nameEnd(text, at) === from;
}

/** `${1:-2}`, `${1%3}`, `${2/4}`: a shell's own arithmetic-looking expansions of positional parameters. */
const isShellDefault = (tokens: readonly Token[]): boolean =>
  tokens.length === 3 &&
  tokens[0]!.text.length === 1 &&
  ':/%'.includes(tokens[1]!.text) &&
  tokens[0]!.text < '4';
