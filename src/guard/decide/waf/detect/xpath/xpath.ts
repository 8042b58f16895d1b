import type { Detector, Finding } from '../finding.ts';
import { isBlank, isDigit, isName, isQuote, nameEnd, skipBlank, stringEnd } from '../text/characters.ts';
import { finding, worse } from '../text/judged.ts';
import { inContext, wordsAround } from '../text/surroundings.ts';
import { expressionAt, functions, later, type Remainder, remainderAt } from './expression.ts';

/**
 * A value that leaves the string or predicate of an XPath expression it is put into (`'] | //user/* | a['`,
 * `' or count(/*)=1 or '`), or asks for the structure of the document (`name(/*[1])`).
 */
export const detectXpath: Detector = (text) => {
  if (text.length < 4) return null;
  let worst = brokenOut(text);
  if (text.includes('(')) worst = worse(worst, structure(text));
  if (worst === null && starts.test(text)) worst = whole(text);
  if (text.includes('name()')) worst = worse(worst, named(text));
  if (text.includes('::')) worst = worse(worst, axis(text, worst !== null));
  if (worst === null) return null;
  const { score, context, what, from, to } = worst;
  const left = inContext(score, text, from, to);
  return left < 30 ? null : finding('xpath', left, context, what, from, to);
};

/** A value that is one expression which asks a path of the document: `translate(//pass,'a','')`. */
function whole(text: string): Finding | null {
  const read = expressionAt(text);
  return read !== null && read.steps > 0
    ? finding('xpath', 58, 'expression', 'function(path)', 0, end(text, 0))
    : null;
}

const starts = /^[-\d\s(]{0,8}[a-z][a-z-]{1,20}\(\s{0,4}(?:\(\s{0,4})?\/\/?[\w*][^,]{0,80},/;

/**
 * A path that looks for a secret by its name, as the whole value, whatever stands around it:
 * `*[local-name()='password']`.
 */
function named(text: string): Finding | null {
  const found = text.length > 200 ? null : secret.exec(text);
  return found === null ? null : finding('xpath', 60, 'path', "*[name()='…']", 0, found[0].length);
}

const secret =
  /^\s{0,4}(?:\.{0,2}\/{0,2})?(?:[\w*@.:-]{1,40}(?:\[[^[\]\n]{1,60}\])?\/{1,2}){0,6}\*\[\s{0,4}(?:(?:contains|starts-with)\(\s{0,4})?(?:local-)?name\(\)\s{0,4}[=,]\s{0,4}['"]\w{0,24}(?:pass|pwd|secret|token|apikey|credential)/i;

const marks = new Uint8Array(128);
for (const c of '[]()\'"') marks[c.charCodeAt(0)] = 1;

/** A quote, bracket or parenthesis that closes what the value did not open, and what goes on behind it. */
function brokenOut(text: string): Finding | null {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127 || marks[c] === 0) continue;
    if (c === 91 || c === 40) depth++;
    else if (c === 93 || c === 41) depth--;
    if (isQuote(c) && !(isName(text.charCodeAt(i - 1)) && isName(text.charCodeAt(i + 1)))) {
      const found = goesOn(text, i + 1, true) ?? complete(text, i);
      if (found !== null) return found;
      // A string of its own is passed over; only one that does not close leaves the expression.
      const end = stringEnd(text, i, Math.min(text.length, i + 64));
      if ((i > 0 || isName(text.charCodeAt(1))) && end > 0) i = end - 1;
    } else if ((c === 93 || c === 41) && depth < 0) {
      const found = goesOn(text, i, false);
      if (found !== null) return found;
    }
  }
  return numbered(text);
}

/** `x' or . or '`, `'=translate(//a,"x","") or 'x`: what follows a quote at once is XPath to the end of the value. */
function complete(text: string, quote: number): Finding | null {
  if (quote > 64 || !/[\s=!<>|+*\-)\]]/.test(text.charAt(quote + 1))) return null;
  const rest = closed(text, quote + 1, true);
  if (rest === null || rest.joins === 0) return null;
  const own = rest.steps > 0 || rest.calls > 0;
  return own || (rest.joins > 1 && isQuote(text.charCodeAt(text.length - 1)))
    ? finding('xpath', own ? 85 : 60, 'quoted string', "' expression '", quote, end(text, quote))
    : null;
}

/** Behind a break-out: closing brackets, then `|` and a path, or `or`/`and` and a condition only XPath can have. */
function goesOn(text: string, at: number, quoted: boolean): Finding | null {
  let i = skipBlank(text, at);
  let closes = 0;
  while (closes < 8 && (text.charCodeAt(i) === 93 || text.charCodeAt(i) === 41)) {
    closes++;
    i = skipBlank(text, i + 1);
  }
  if (closes === 0 && !quoted) return null;
  const c = text.charCodeAt(i);
  if (c === 124 && text.charCodeAt(i + 1) !== 124) {
    const path = skipBlank(text, i + 1);
    if (isPath(text, path))
      return finding('xpath', 88, 'predicate', "'] | path", Math.max(0, at - 1), end(text, path));
  }
  if (closes > 0 && c === 47 && quoted && isStep(text, i))
    return finding('xpath', 80, 'predicate', "']/path", Math.max(0, at - 1), end(text, i));
  const word = nameEnd(text, i);
  const operator = text.slice(i, word).toLowerCase();
  if (operator !== 'or' && operator !== 'and') return null;
  const condition = conditionAt(text, skipBlank(text, word), at - 1);
  return condition === 0
    ? null
    : finding(
        'xpath',
        condition,
        quoted ? 'quoted string' : 'predicate',
        `' ${operator} …`,
        Math.max(0, at - 1),
        end(text, word),
      );
}

/** `/..`, `//*`, `//user`, `/parent::`: a step behind a predicate. */
const isStep = (text: string, at: number): boolean =>
  /^\/(\.\.|\/?\*|\/[a-z*@]|[a-z]+(::|\[|\/|$))/i.test(text.slice(at, at + 32));

const end = (text: string, at: number): number => Math.min(text.length, at + 16);

/** `//user`, `/*`, `//*[…]`, `.//x`, `../x`, `@*`, `*`, `/a/b`, `collection("/db")/…`, `doc('x.xml')//…`. */
const isPath = (text: string, at: number): boolean =>
  /^(\/\/?(\*|@|[a-z_.]|node\(|text\()|\.\.?\/|@\*|\*(\s*(\||\/|$)))/i.test(text.slice(at, at + 24)) ||
  /^(?:fn:)?(?:doc|document|collection|uri-collection|id|idref|key|root|unparsed-text)\(\s{0,4}(?:["'][^"'\n]{0,160}["']|\.)?\s{0,4}\)\s{0,4}(?:\/|$|\|)/.test(
    text.slice(at, at + 200),
  );

/** Of these none takes an argument: `last(/host/item)` asks a monitor for what it measured last. */
const bare = new Set(['last', 'position', 'text', 'node', 'true']);
const axes =
  /^(child|parent|self|ancestor|ancestor-or-self|descendant|descendant-or-self|following|following-sibling|preceding|preceding-sibling|attribute|namespace)$/;

/** What a condition amounts to: 80 when only XPath has it, 55 when SQL would read it too, 0 when it is none. */
function conditionAt(text: string, at: number, from: number): number {
  // `for $x in //user return …`, `some $x in … satisfies …`, `let $x := …`: of XPath 2 and later.
  if (/^\(?\s{0,4}(?:for|some|every|let)\s{1,4}\$\w{1,24}\s{1,4}(?:in|:=)\s/.test(text.slice(at, at + 64)))
    return 82;
  // `(//a)[1]`
  if (text.charCodeAt(at) === 40 && /^\(\s{0,4}\/\/?[\w@*]/.test(text.slice(at, at + 12))) return 78;
  let i = nameEnd(text, at);
  while (text.charCodeAt(i) === 45) i = nameEnd(text, i + 1);
  if (i > at && text.charCodeAt(i) === 40) {
    const name = text.slice(at, i);
    const own =
      name === 'position' ||
      name === 'last' ||
      name === 'text' ||
      name === 'name' ||
      name === 'true' ||
      name === 'not' ||
      name === 'node' ||
      name.includes('-');
    if (own && text.charCodeAt(i + 1) === 41) return 82;
    if (
      functions.has(name) &&
      /^\(\s*(\/|\.|@|\*|name\(|text\(|[a-z-]+::|\w+\/)/i.test(text.slice(i, i + 24))
    )
      return 84;
    if (later.has(name)) return 0;
    if (functions.has(name)) return name.includes('-') || name === 'contains' ? 72 : 58;
    return 0;
  }
  if (i > at && text.startsWith('::', i) && axes.test(text.slice(at, i))) return 80;
  if (isPath(text, at)) return 76;
  if (text.charCodeAt(at) === 64 && isName(text.charCodeAt(at + 1))) return 68;
  return tautology(text, at) && isLeft(text, from) ? 55 : 0;
}

/**
 * Whether the quote at `at` ends another's string: it is the only one, or what it would enclose with the next one
 * is followed at once by more, as no quoted word is (`' or '1`).
 */
function isLeft(text: string, at: number): boolean {
  if (wordsAround(text, 0, 0) >= 6) return false;
  const next = isQuote(text.charCodeAt(at)) ? text.indexOf(text[at]!, at + 1) : -1;
  if (next < 0) return true;
  const c = text.charCodeAt(next + 1);
  return isName(c) || isQuote(c);
}

/** `'1'='1`, `1=1`, `''='`, `"a"="a`. */
function tautology(text: string, at: number): boolean {
  const left = operandEnd(text, at);
  if (left < 0) return false;
  const equals = skipBlank(text, left);
  if (text.charCodeAt(equals) !== 61) return false;
  const right = skipBlank(text, equals + 1);
  return right < text.length && (isQuote(text.charCodeAt(right)) || isDigit(text.charCodeAt(right)));
}

function operandEnd(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (isQuote(c)) return stringEnd(text, at, Math.min(text.length, at + 64));
  let i = at;
  while (isDigit(text.charCodeAt(i))) i++;
  return i > at ? i : -1;
}

/** `1 or position()=2`, `-1 or(//user)`, `1]/..|//a[1`: a number’s place has no quote to leave. */
function numbered(text: string): Finding | null {
  const start = place.exec(text)?.[0].length ?? 0;
  if (start === 0) return null;
  const rest = closed(text, start, false);
  if (rest === null || rest.joins === 0) return null;
  const path = rest.steps > 0;
  const asks =
    isName(text.charCodeAt(start - 1)) && !isDigit(text.charCodeAt(start - 1))
      ? rest.own > 0 || (path && rest.calls > 0)
      : rest.calls > 0 || (path && /\/\/|::|@/.test(text));
  if (!asks) return null;
  return finding('xpath', 80, 'predicate', 'expression', start, end(text, start));
}

/** What stands in a number’s place before it is left: a number, a name or a literal. */
const place = /^\s{0,4}(?:[-+]?[\d.]{1,12}|\w{1,24}|'\w{0,24}'|"\w{0,24}")(?=[\s)\]=|])/;

/** What follows closing brackets at `at`, when all of it is XPath that joins conditions or goes on to a path. */
function closed(text: string, at: number, quoted: boolean): Remainder | null {
  let i = skipBlank(text, at);
  let closes = 0;
  for (; closes < 8 && (text.charCodeAt(i) === 93 || text.charCodeAt(i) === 41); i = skipBlank(text, i + 1))
    closes++;
  const rest = remainderAt(text, i, closes, quoted);
  return rest !== null && (rest.joins > 0 || (closes > 0 && rest.steps > 0)) ? rest : null;
}

/** `(//user)=1 or `: the condition that a value begins with, and another one behind it. */
const compared = /^\([^()\s]{1,64}\)\s{0,4}[=<>]{1,2}\s{0,4}\d{1,6}\s{1,4}(?:or|and)\s/;

/** `count(/*)`, `name(/*[1])`, `string-length(name(//*[2]))`, `substring(//user[1]/password,1,1)`. */
function structure(text: string): Finding | null {
  let read = 0;
  for (let at = text.indexOf('('); at >= 0 && read < 32; at = text.indexOf('(', at + 1)) {
    let from = at;
    while (from > 0 && (isName(text.charCodeAt(from - 1)) || text.charCodeAt(from - 1) === 45)) from--;
    if (from === at) continue;
    read++;
    const name = text.slice(from, at);
    if (!functions.has(name) || later.has(name) || bare.has(name)) continue;
    let i = skipBlank(text, at + 1);
    while (text.charCodeAt(i) === 40) i = skipBlank(text, i + 1);
    if (/^(name|local-name|string|count)\((\/|\.\.)/.test(text.slice(i, i + 16)))
      return finding('xpath', 68, 'expression', `${name}(…(path))`, from, end(text, at));
    if (!/^(\/\/?(\*|[a-z_@]\w*\[|[a-z_@])|\.\.\/)/i.test(text.slice(i, i + 24))) continue;
    const any = text.charCodeAt(i + 1) === 42 || text.charCodeAt(i + 2) === 42;
    if (name === 'doc' && !any) continue;
    return finding(
      'xpath',
      any || (from === 0 && compared.test(text.slice(at, at + 96)))
        ? 62
        : name === 'count' || name === 'not' || name === 'contains'
          ? 45
          : 58,
      'expression',
      `${name}(path)`,
      from,
      end(text, at),
    );
  }
  const doc = text.search(
    /\bdoc(-available)?\(\s*(['"]|concat\()|\b(?:unparsed-text|json-doc|environment-variable|available-environment-variables)\(/,
  );
  return doc >= 0 ? finding('xpath', 62, 'expression', 'doc()', doc, end(text, doc)) : null;
}

/** An axis with a node test: `child::node()`, `ancestor-or-self::*`. */
function axis(text: string, broken: boolean): Finding | null {
  for (let at = text.indexOf('::'); at >= 0; at = text.indexOf('::', at + 2)) {
    let from = at;
    while (
      from > 0 &&
      at - from < 20 &&
      (isName(text.charCodeAt(from - 1)) || text.charCodeAt(from - 1) === 45)
    )
      from--;
    if (!axes.test(text.slice(from, at))) continue;
    if (!/^(\*|node\(|text\(|comment\(|[a-z])/i.test(text.slice(at + 2, at + 12))) continue;
    const bare = from === 0 || isBlank(text.charCodeAt(from - 1));
    const any = /^(\*|node\(|text\()/.test(text.slice(at + 2, at + 10));
    return finding(
      'xpath',
      broken ? 80 : any ? (bare || text.charCodeAt(from - 1) === 47 ? 52 : 46) : 35,
      'expression',
      text.slice(from, at + 2),
      from,
      end(text, at),
    );
  }
  return null;
}
