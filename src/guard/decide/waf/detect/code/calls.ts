import {
  closing,
  isBlank,
  isDigit,
  isName,
  isQuote,
  nameStart,
  skipBlank,
  unescaped,
} from '../text/characters.ts';
import { type Judged, judged } from '../text/judged.ts';
import { isComputed, literalAt, suits } from './arguments.ts';
import { breaksOut } from './break-out.ts';
import { joinedName } from './joined.ts';
import { isLogged, isTool } from './program.ts';
import { decoding, hashing, MODULE, openers, showing, spelled, type Verb, verbsOf } from './words.ts';

/** A call, and its place. */
export interface Call extends Judged {
  readonly from: number;
  readonly to: number;
}

const longestCallee = 96;
const LATER = -1; // Where a call ends is asked of the gravest alone.
/** How far behind where a name was made it is still known for it. */
const farthest = 4_096;
/** Calls that are looked at closely: more than 64 KB hold of known functions, and of what is spelled or computed. */
const most = 16_384;

/** The gravest call of a text: a function that runs, loads or reads, in expression position and with an argument. */
export function gravestCall(text: string): Call | null {
  let worst: Call | null = null;
  let worstOpen = 0;
  let read = 0;
  let spelledOut = 0;
  for (let open = text.indexOf('('); open >= 0 && read < most; open = text.indexOf('(', open + 1)) {
    const end = calleeEnd(text, open);
    if (end <= 0) continue;
    const last = text.charCodeAt(end - 1);
    let found: Call | null = null;
    if (isName(last)) {
      const start = nameStart(text, end);
      const name = text.slice(start, end);
      if (!isKnown(name) && text.charCodeAt(start - 1) !== 36) continue;
      found = byName(text, name, start, end, open);
      read++;
    } else if ((last === 41 || isQuote(last) || last === 93) && spelledOut++ < most)
      found = bySpelling(text, end, open);
    if (found === null || (worst !== null && found.score <= worst.score)) continue;
    [worst, worstOpen] = [found, open];
    if (worst.score >= 92) break;
  }
  if (worst === null || worst.to !== LATER) return worst;
  const to = closing(text, worstOpen);
  return { ...worst, to: to < 0 ? text.length : to };
}

/** Behind the callee of the call whose parenthesis is at `open`: blanks and one comment may stand between. */
function calleeEnd(text: string, open: number): number {
  let end = open;
  const first = Math.max(0, open - 32);
  while (end > first && isBlank(text.charCodeAt(end - 1))) end--;
  if (end > 3 && text.charCodeAt(end - 1) === 47 && text.charCodeAt(end - 2) === 42) {
    const near = Math.max(0, end - 64);
    const start = text.slice(near, end - 2).lastIndexOf('/*');
    if (start >= 0) end = near + start;
  }
  return end;
}

/** PHP's functions are called in any case; .NET's `Eval("Name")` binds a field. */
const named = (name: string) => verbsOf(name) ?? (name === 'Eval' ? undefined : verbsOf(name.toLowerCase()));

const isKnown = (name: string): boolean =>
  name.length > 1 && (named(name) !== undefined || showing.has(name) || name === 'constructor');

function byName(text: string, name: string, start: number, end: number, open: number): Call | null {
  const first = Math.max(0, end - longestCallee);
  const path = pathBefore(text, start, first);
  // Only PHP takes any case, and its functions are members of nothing: `os.Getenv` is Go's.
  const verbs = path.text.endsWith('.') ? verbsOf(name) : named(name);
  let found: Judged | null = null;
  if (verbs !== undefined)
    found = judgeVerb(text, name, verbs, path, open, end !== open && text.charCodeAt(open - 1) !== 47);
  if (found === null && showing.has(name)) found = judgeShow(text, path.from, name, open);
  found ??= judgeOther(text, name, path, open);
  if (found === null) return null;
  const placed = position(text, path.from, found);
  if (placed === null) return null;
  return { ...placed, from: path.from, to: LATER };
}

interface Path {
  /** Where the chain of names begins. */
  readonly from: number;
  /** The name right before, or ''. */
  readonly owner: string;
  /** All that stands before the name. */
  readonly text: string;
}

/** The chain before a name: `os.`, `child_process').`, `\`, `Kernel::`, `new java.lang.`. */
function pathBefore(text: string, start: number, first: number): Path {
  let from = start;
  let owner = '';
  while (from > first) {
    const c = text.charCodeAt(from - 1);
    if (c === 46 || c === 92) from--;
    else if ((c === 58 && text.charCodeAt(from - 2) === 58) || (c === 62 && text.charCodeAt(from - 2) === 45))
      from -= 2;
    else if (c === 64 || c === 36) {
      from--;
      break;
    } else break;
    const end = from;
    while (from > first && isName(text.charCodeAt(from - 1))) from--;
    if (from === end) {
      // `require('x').exec`, `getRuntime().exec`: the chain goes on through a call.
      const close = text.charCodeAt(from - 1);
      if (close !== 41 && close !== 93) break;
      const opened = openedAt(text, from - 1, first);
      if (opened < 0) break;
      from = opened;
      while (from > first && isName(text.charCodeAt(from - 1))) from--;
      if (owner === '') owner = text.slice(from, opened);
    } else if (owner === '') owner = text.slice(from, end);
  }
  if (
    owner === '' &&
    from >= 4 &&
    isBlank(text.charCodeAt(from - 1)) &&
    text.slice(from - 4, from - 1) === 'new'
  ) {
    owner = 'new';
    from -= 4;
  }
  return { from, owner, text: text.slice(from, start) };
}

function openedAt(text: string, close: number, first: number): number {
  let depth = 0;
  for (let i = close; i >= first; i--) {
    const c = text.charCodeAt(i);
    if (c === 41 || c === 93) depth++;
    else if ((c === 40 || c === 91) && --depth === 0) return i;
  }
  return -1;
}

function judgeVerb(
  text: string,
  name: string,
  named: readonly Verb[],
  path: Path,
  open: number,
  spaced: boolean,
): Judged | null {
  for (const verb of named) {
    const through =
      verb.on !== null && [...verb.on].some((one) => path.owner === one || path.text.includes(one));
    if (
      !through &&
      !(
        verb.alone &&
        (path.owner === ''
          ? !path.text.startsWith('.') || isQuote(text.charCodeAt(path.from - 1))
          : verb.on === null)
      )
    ) {
      if (!(name === 'exec' && /getRuntime|runtime/i.test(path.text))) continue;
    }
    if (!suits(text, verb, open)) continue;
    // `system (x)` is how people write; only a literal makes it code.
    if (spaced && !isQuote(text.charCodeAt(skipBlank(text, open + 1)))) continue;
    if (name === 'system' && clears.test(text.slice(open, open + 12))) continue;
    if (name === 'getRuntime' && asksRuntime(text, open)) continue;
    if (name === 'Function' && adding.test(text.slice(open, open + 120))) continue;
    if (name === '__import__' && reckoning.test(text.slice(open, open + 20))) continue;
    let score = verb.score === 55 && isLogged(text, path.from) ? 45 : verb.score;
    if (
      score > 70 &&
      score < 90 &&
      isTool(literalAt(text, skipBlank(text, open + 1)) ?? '') &&
      !stringed.test(text.slice(open, open + 400))
    )
      continue;
    if (/getRuntime|mainModule|child_process|__import__|__builtins__|require/.test(path.text)) score = 92;
    // `eval(parse(…))` is R's everyday; `eval(base64_decode(…))` is nobody's.
    if (name === 'eval' && path.text === '' && !evaluates(text, open)) score = 45;
    if (verb.needs === MODULE) score = judgeModule(text, open, path);
    if (superglobal(text, open)) score = Math.max(score, 90);
    else if (spaced && !breaksOut(text, path.from)) score = Math.min(score, 48);
    // Ending the process is what programs do too, on a line of their own or behind another statement.
    if (verb.score === 58 && path.from > 0 && !breaksOut(text, path.from)) score = 40;
    return judged(score, `${path.owner === '' || path.owner === 'new' ? '' : `${path.owner}.`}${name}()`);
  }
  return null;
}

/** False when the argument is a call of a function that neither decodes nor reads. */
function evaluates(text: string, open: number): boolean {
  const at = skipBlank(text, open + 1);
  let end = at;
  while (end < at + 64 && (isName(text.charCodeAt(end)) || text.charCodeAt(end) === 46)) end++;
  if (end === at || text.charCodeAt(end) !== 40) return true;
  return decoding.has(text.slice(nameStart(text, end), end));
}

/** A module alone is a line of everyday code; one whose member is called at once is not. */
function judgeModule(text: string, open: number, path: Path): number {
  if (/mainModule|process/.test(path.text)) return 92;
  const end = closing(text, open);
  if (end < 0) return 45;
  const next = text.charCodeAt(skipBlank(text, end));
  const before = text.slice(Math.max(0, path.from - 12), path.from).trimEnd();
  // `const x = require('fs').readFileSync(…)` begins a program; what starts others is asked for by no answer in a forum.
  const declared = /(?:^|[\n;{])\s*(?:const|let|var)\s+[\w{},\s]{1,40}=$/.test(
    text.slice(Math.max(0, path.from - 64), path.from).trimEnd(),
  );
  if (/[=:]$/.test(before))
    return next === 46 ? (declared && !starts.test(text.slice(open, end)) ? 45 : 60) : 28;
  return next === 46 ? 86 : 58;
}

const starts = /child_process|vm\b|cluster|worker_threads|repl/;

const superglobal = (text: string, open: number): boolean => {
  const at = skipBlank(text, open + 1);
  return (
    text.startsWith('$_', at) &&
    /^\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES|ENV)\b/.test(text.slice(at, at + 12))
  );
};

/** `print(md5(31337))`, `';print(1);//`: what only shows that it ran. */
function judgeShow(text: string, from: number, name: string, open: number): Judged | null {
  const at = skipBlank(text, open + 1);
  let end = at;
  while (end < at + 24 && isName(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === 40 && hashing.has(text.slice(at, end)))
    return judged(74, `${name} of ${text.slice(at, end)}()`);
  const constant = isDigit(text.charCodeAt(at)) || literalAt(text, at) !== null;
  return constant && breaksOut(text, from) ? judged(62, `${name}() behind a break-out`) : null;
}

/** What else stands in the same call and is not plain. */
const stringed = /^[^)]{0,300}(?:["'](?:-c|-e|-r|-p|-i)["']|[;|&`$]|https?:|\/etc\/|\/bin\/|\/tmp\/)/;

/** `os.system('cls')` of every first program. */
const clears = /^\(\s?['"](?:cls|clear|pause)['"]\s?\)/i;

/** `new Function('a', 'b', 'return a + b')`: parameters, and a result that calls nothing. */
const adding = /^\((?:['"]\w{1,12}['"],\s?){1,4}['"]return \w[\w\s.]{0,20}[+*/%-][\w\s+*/.%-]{1,40}['"]\)/;

/** `__import__("math")`: modules that do nothing but reckon. */
const reckoning = /^\(\s?['"](?:math|json|datetime|random|re|decimal|string|copy|pprint)['"]/;

/** `Runtime.getRuntime().freeMemory()`: what a program asks about the machine it runs on. */
const asksRuntime = (text: string, open: number): boolean =>
  /^\(\)\s*\.\s*(?:availableProcessors|totalMemory|freeMemory|maxMemory|gc|addShutdownHook|removeShutdownHook|version)\b/.test(
    text.slice(open, open + 48),
  );

function judgeOther(text: string, name: string, path: Path, open: number): Judged | null {
  if (name === 'constructor') {
    if (/constructor\W*$/.test(path.text)) return judged(88, 'the Function constructor');
    const literal = literalAt(text, skipBlank(text, open + 1)) !== null;
    return literal && text.charCodeAt(closing(text, open)) === 40
      ? judged(85, 'the Function constructor')
      : null;
  }
  if (name === 'execute') {
    const quote = text.charCodeAt(path.from - 1);
    return ((path.text.startsWith('.') && (isQuote(quote) || quote === 93)) ||
      /^\[\s*['"]/.test(path.text)) &&
      text.charCodeAt(open + 1) === 41
      ? judged(82, 'execute() of a string')
      : null;
  }
  // `$f('id')`, where the text has put a name together in $f.
  if (text.charCodeAt(path.from) !== 36 || path.text !== '$') return null;
  const set = new RegExp(`^\\$${name.replace(/\W/g, '')}\\s*=\\s*["'(]`);
  const first = text.indexOf(`$${name}`, Math.max(0, path.from - farthest));
  return first >= 0 &&
    first < path.from &&
    set.test(text.slice(first, first + 100)) &&
    text.charCodeAt(open + 1) !== 41
    ? judged(72, `$${name}() of a name it made`)
    : null;
}

/** `'system'('id')`, `("sys"."tem")("id")`, `$_GET[0]($_GET[1])`, `["constructor"]("…")`. */
function bySpelling(text: string, end: number, open: number): Call | null {
  const last = text.charCodeAt(end - 1);
  const first = Math.max(0, end - longestCallee);
  if (text.charCodeAt(skipBlank(text, open + 1)) === 41 && last !== 41)
    return /['"]phpinfo['"]$/.test(text.slice(Math.max(0, end - 9), end))
      ? { ...judged(85, 'phpinfo() spelled out'), from: end - 9, to: open }
      : null;
  let start: number;
  if (isQuote(last)) {
    start = text.lastIndexOf(text[end - 1]!, end - 2);
    if (start < first) return null;
  } else {
    start = openedAt(text, end - 1, first);
    if (start < 0) return null;
  }
  let from = start;
  while (from > first && /[\w$]/.test(text[from - 1]!)) from--;
  if (last === 93) {
    if (/^\$_(GET|POST|REQUEST|COOKIE|SERVER)$/.test(text.slice(from, start)))
      return { ...judged(92, 'a function named by the request'), from, to: end };
    const joined = joinedName(text, start + 1, end - 1);
    if (joined !== '') return { ...judged(86, `${joined} put together of pieces`), from, to: end };
    const key = literalAt(text, start + 1);
    return key === 'constructor' ||
      key === 'require' ||
      key === 'execSync' ||
      (key !== null && spelled.has(key))
      ? { ...judged(85, `${key} by its name`), from: start, to: end }
      : null;
  }
  if (last === 41 && from < start) return null;
  if (/^\(\s{0,4}[\w.'"]{1,8}\s{0,4},\s{0,4}eval\s{0,4}\)$/.test(text.slice(start, end)))
    return { ...judged(82, 'eval() of the global scope'), from: start, to: end };
  const name = unescaped(text.slice(start, end)).replace(/["'().+\s]/g, '');
  if (!spelled.has(name.toLowerCase())) return null;
  // A quoted word before a parenthesis is prose: it must be called with something code would hand it.
  const argument = skipBlank(text, open + 1);
  if (end !== open || (!isComputed(text, argument) && literalAt(text, argument) === null && last !== 41))
    return null;
  return { ...judged(90, `${name}() spelled out`), from: start, to: end };
}

/** What stands before decides: a word of prose before the call makes it a mention. */
function position(text: string, from: number, found: Judged): Judged | null {
  let at = from;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  if (at === 0 || at === from) return isName(text.charCodeAt(from - 1)) ? null : found;
  if (!isName(text.charCodeAt(at - 1))) return found;
  let start = at;
  while (start > 0 && at - start < 16 && isName(text.charCodeAt(start - 1))) start--;
  const word = text.slice(start, at);
  const tag = word === 'php' && '?@'.includes(text[start - 1] ?? ' ');
  return tag || openers.has(word) || found.score >= 92
    ? found
    : judged(Math.min(found.score, 42), found.what);
}
