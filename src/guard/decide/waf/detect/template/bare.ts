import type { Finding } from '../finding.ts';
import { isName, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, findingAt, type Judged, judged, worse } from '../text/judged.ts';
import { judgeExpression } from './expression.ts';
import { NAME, NUMBER, readExpression, STRING, type Token } from './tokens.ts';

/**
 * Expressions that need no delimiter because the whole value is evaluated (SpEL in routing headers, OGNL in
 * parameter names), Velocity's directives, and Razor's `@Name.Call(…)`.
 */
export function bare(text: string): Finding | null {
  let worst = text.includes('#') ? directives(text) : null;
  if (text.includes('T(')) worst = worse(worst, classes(text, 'T('));
  if (text.includes('@')) worst = worse(worst, classes(text, '@'));
  if (text.includes('#')) worst = worse(worst, classes(text, '#'));
  if (text.includes('$')) worst = worse(worst, references(text));
  if (text.includes('#@')) worst = worse(worst, ofMap(text));
  if (text.includes('lass')) worst = worse(worst, ofLiteral(text));
  if (text.includes('#{') || text.includes('nvironment.') || text.includes('new('))
    worst = worse(worst, ofBeans(text));
  if (text.includes('@')) worst = worse(worst, ofMachine(text));
  if (text.startsWith('redirect') || text.startsWith('action:')) worst = worse(worst, navigated(text));
  return worst;
}

const velocity = new Set(['set', 'foreach', 'evaluate', 'include', 'parse', 'if', 'define', 'macro']);

/** `#set($x = …)` and its like. */
function directives(text: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf('#'); at >= 0 && left > 0; at = text.indexOf('#', at + 1)) {
    left--;
    const braced = text.charCodeAt(at + 1) === 123;
    const start = braced ? at + 2 : at + 1;
    const end = nameEnd(text, start);
    const open = skipBlank(text, braced ? end + 1 : end);
    if (text.charCodeAt(open) !== 40 || end - start > 8 || !velocity.has(text.slice(start, end))) continue;
    const { tokens, end: after, closed } = readExpression(text, open + 1, ')');
    left -= after - at;
    const found = closed ? judgeDirective(text.slice(start, end), tokens) : null;
    if (found !== null)
      worst = worse(worst, finding('template', found.score, 'Velocity', found.what, at, after));
  }
  return worst;
}

function judgeDirective(name: string, tokens: readonly Token[]): Judged | null {
  const inside = judgeExpression(tokens);
  const [first, second, third] = tokens;
  if (name === 'set') {
    if (first?.kind !== NAME || !first.text.startsWith('$') || second?.text !== '=' || third === undefined)
      return inside;
    // A literal is how such an attack begins; what an API's mapping template sets comes from `$input`.
    const rest = judgeExpression(tokens.slice(2));
    const literal = (third.kind === STRING || third.kind === NUMBER) && tokens.length <= 5;
    return worse(worse(inside, rest), literal ? judged(55, '#set of a constant') : null);
  }
  if (name === 'evaluate') return worse(inside, first === undefined ? null : judged(70, '#evaluate'));
  if (name === 'include' || name === 'parse')
    return worse(
      inside,
      first?.kind === STRING && /^[/.]|:/.test(first.text) ? judged(70, `#${name}`) : null,
    );
  return inside;
}

/**
 * `T(java.lang.Runtime)`, `@java.lang.Runtime@getRuntime()`, `#_memberAccess[…]`, Razor's
 * `@System.Diagnostics.Process.Start(…)`.
 */
function classes(text: string, opener: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf(opener); at >= 0 && left > 0; at = text.indexOf(opener, at + 1)) {
    left -= 1;
    if (at > 0 && isName(text.charCodeAt(at - 1))) continue;
    const found = qualified(text, opener === 'T(' ? skipBlank(text, at + 2) : at + opener.length, opener);
    if (found !== null)
      worst = worse(worst, finding('template', found.score, 'an expression', found.what, at, found.end));
  }
  return worst;
}

interface Reached extends Judged {
  readonly end: number;
}

/** What hands out all that Spring holds: `#ctx.getBean(`. */
const held = /\.(?:getBean(?:Factory|sOfType)?|getAutowireCapableBeanFactory)$/;
/** `#root.class.classLoader`, `#this.class.forName(`. */
const reflecting = /^\w+\.class\.(?:classLoader|forName|module|protectionDomain)\b/;
/** Classes that need no package to be named, and lead to a program or a file. */
const ofJavaLang = /^(?:Runtime|ProcessBuilder|System|Class|ClassLoader|Thread)$/;
const dangerousOnHash = /^(_memberAccess|context|_typeResolver|application|container)$/;

function qualified(text: string, at: number, opener: string): Reached | null {
  let end = nameEnd(text, at);
  if (end === at) return null;
  const first = text.slice(at, end);
  let parts = 1;
  while (text.charCodeAt(end) === 46 && parts < 12) {
    const next = nameEnd(text, end + 1);
    if (next === end + 1) break;
    end = next;
    parts++;
  }
  if (opener === 'T(') end = skipBlank(text, end);
  const closer = text.charCodeAt(end);
  const name = text.slice(at, end).trimEnd();
  if (opener === '#') {
    if (dangerousOnHash.test(first) && (closer === 91 || closer === 61 || (parts > 1 && closer === 40)))
      return { ...judged(first === '_memberAccess' ? 90 : 62, `#${first}`), end };
    if (reflecting.test(name)) return { ...judged(76, `the class of #${first}`), end };
    if (parts > 1 && closer === 40 && held.test(name)) return { ...judged(70, `a bean of #${first}`), end };
    return null;
  }
  const known = parts > 1 || (ofJavaLang.test(name) && text.charCodeAt(end + 1) === 46);
  if (opener === 'T(' && known && closer === 41) return { ...judged(88, `the class ${name}`), end: end + 1 };
  if (opener !== '@') return null;
  if (closer === 64 && isName(text.charCodeAt(end + 1)) && (parts > 2 || /^[a-z]\w*\.[A-Z]\w*$/.test(name)))
    return { ...judged(90, `the class ${name}`), end: end + 1 };
  if (/^System\.(Diagnostics\.Process|IO\.File|Reflection|Net\.WebClient)/.test(name) && closer === 40)
    return { ...judged(82, name), end };
  return null;
}

/** `#@org.apache.commons.collections.BeanMap@{}`: a map of OGNL, of a class that is named. */
const ofMap = (text: string): Finding | null =>
  findingAt(
    /#@\s{0,4}(?:[a-z]\w{0,40}\.){1,10}[A-Z]\w{0,60}\s{0,4}@\s{0,4}\{/.exec(text.slice(0, 4096)),
    'template',
    84,
    'an expression',
    'a map of a class by its name',
  );

/** `''['class'].forName(…)`, `[].getClass().getClassLoader()`: the class of a literal, and what it loads. */
function ofLiteral(text: string): Finding | null {
  const found = reflected.exec(text.slice(0, 4096));
  return findingAt(found, 'template', 76, 'an expression', 'the class of a literal');
}

const reflected =
  /["'\])]\s{0,4}(?:\[\s{0,4}["'](?:class|getClass)["']\s{0,4}\](?:\(\))?|\.class|\.getClass\(\))\s{0,4}\.\s{0,4}(?:forName|(?:getC|c)lassLoader|getProtectionDomain|(?:getM|m)odule)\b|(?<![\w\\])(?:""|'')\.getClass\(\)|[\w)]\.class\.forName\(/;

/** `new("java.lang.ProcessBuilder", "id")` of JEXL, `@environment.getProperty('…')` of SpEL alone. */
function ofBeans(text: string): Finding | null {
  const start = text.slice(0, 4096);
  const object = findingAt(
    making.exec(start),
    'template',
    78,
    'an expression',
    'an object of a class by its name',
  );
  return worse(
    object,
    findingAt(beans.exec(start), 'template', 62, 'an expression', 'what the environment holds'),
  );
}

const making =
  /(?:^|[\s;=({,])new\(\s{0,4}["'](?:java|javax|sun|jdk|com\.sun|org\.(?:springframework|apache))\.[\w.$]{3,80}["']/;
const beans =
  /^\s{0,4}#\{\s{0,4}@(?:systemProperties|systemEnvironment)\s{0,4}\[|^\s{0,4}#\{\s{0,4}systemEnvironment\s{0,4}\[\s{0,4}['"][\w.-]{1,80}['"]\s{0,4}\]\s{0,4}\}\s{0,4}$|^\W{0,4}@(?:environment|systemProperties|systemEnvironment)\s{0,4}(?:\.getProperty\(|\[)\s{0,4}['"][\w.-]{1,80}['"]\s{0,4}[)\]]\W{0,3}$/;

/** Razor's `@System.Environment.GetEnvironmentVariable("X")`, as the whole value. */
const ofMachine = (text: string): Finding | null =>
  text.length > 200
    ? null
    : findingAt(environment.exec(text), 'template', 60, 'an expression', 'what the environment holds');

const environment =
  /^\W{0,4}@(?:Html\.Raw)?\(?\s{0,4}System\.Environment\.(?:GetEnvironmentVariables?|Exit)\([^()\n]{0,80}\)\s{0,4}\)?\W{0,4}$/;

/** `redirect:${…}`: Struts and Spring evaluate where a caller is sent. */
const navigated = (text: string): Finding | null =>
  findingAt(
    /^(?:redirect|redirectAction|action):\s{0,4}[$%#*]\{[^}]{0,200}[(#@]/.exec(text.slice(0, 400)),
    'template',
    76,
    'an expression',
    'where a caller is sent',
  );

/** Tokens of a chain that is read whole at once; of longer ones there are few. */
const shortChain = 24;

/** Velocity's `$name.call(…)` without braces. */
function references(text: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf('$'); at >= 0 && left > 0; at = text.indexOf('$', at + 1)) {
    left--;
    const end = nameEnd(text, text.charCodeAt(at + 1) === 33 ? at + 2 : at + 1);
    if (end - at < 2 || text.charCodeAt(end) !== 46 || !isName(text.charCodeAt(end + 1))) continue;
    let { tokens, end: after } = readExpression(text, at, '\n', true, shortChain);
    let chain = chainOf(tokens);
    if (chain.length === shortChain) {
      ({ tokens, end: after } = readExpression(text, at, '\n'));
      left -= after - at;
      chain = chainOf(tokens);
    }
    const found = chain.length > 3 ? judgeExpression(chain) : null;
    // PHP and PowerShell have variables of this form, but none with Java's reflection behind it.
    if (
      found !== null &&
      found.score >= 80 &&
      /class|getClass|forName|getRuntime|inspect|Java|dunder|__/.test(found.what)
    )
      worst = worse(worst, finding('template', found.score, 'Velocity', found.what, at, after));
  }
  return worst;
}

/** The tokens of one chain of members and calls: up to what does not belong to it. */
function chainOf(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  for (let i = 1; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (text === '(' || text === '[') depth++;
    else if (text === ')' || text === ']') depth--;
    else if (depth === 0 && !(text === '.' || (kind === NAME && tokens[i - 1]!.text === '.')))
      return tokens.slice(0, i);
  }
  return tokens;
}
