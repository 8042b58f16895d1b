import type { Detector, Finding } from '../finding.ts';
import { isBlank, isName, isQuote, nameEnd, skipBlank, unescaped } from '../text/characters.ts';
import { finding, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';
import { within } from '../within.ts';

/**
 * The name of an argument or a key of JSON that leads to the prototype of all objects: `__proto__`,
 * `a[__proto__][b]`, `constructor.prototype.x`, `constructor[prototype][x]`.
 */
export function detectPrototypeKey(name: string): Finding | null {
  const plain = escapes.test(name) ? unescaped(name) : name;
  const proto = plain.indexOf('__proto__');
  if (proto >= 0 && isWhole(plain, proto, proto + 9))
    return found(90, 'name of an argument', '__proto__', 0, name.length);
  const nested = plain.indexOf('proto');
  if (nested >= 0 && /__(__proto__|pro(__proto__|to)+to)__/.test(plain))
    return found(78, 'name of an argument', '__proto__', 0, name.length);
  for (let at = plain.indexOf('constructor'); at >= 0; at = plain.indexOf('constructor', at + 11)) {
    if (!isWhole(plain, at, at + 11)) continue;
    const next = step(plain, at + 11);
    if (next > 0 && plain.startsWith('prototype', next) && isWhole(plain, next, next + 9))
      return found(88, 'name of an argument', 'constructor.prototype', 0, name.length);
  }
  if (plain.includes('__') && inner.test(plain))
    return found(76, 'name of an argument', plain.slice(0, 40), 0, name.length);
  return null;
}

/** Other escapes stand for nothing that such names hold, or that stands around them. */
const escapes = /\\[\w[\].'"]/;

// What leads from an object of Python to its module, and what sets the members of an object of JavaScript.
const inner =
  /(?:^|[.[\]/"'])__(?:globals|builtins|subclasses|mro|bases|kwdefaults|defineGetter|defineSetter|lookupGetter)__(?:$|[.[\]/"'])|(?:^|[.[\]/"'])__class__["'\]]{0,2}[.[/]["']?__(?:init|base|dict)__/;

/** Values that are such a path (`__proto__[x]=1`), or JSON with such a key; code that people show one another passes. */
export const detectPrototype: Detector = (text) => {
  if (text.length < 9) return null;
  let worst: Finding | null = null;
  if (text.includes('proto')) worst = worse(protoKey(text), path(text));
  if (text.includes('"__')) worst = worse(worst, innerKey(text));
  if (text.includes('/constructor/')) worst = worse(worst, pointer(text));
  if (text.includes('\\') && /\\u005f|\\x5f|\\u0070/i.test(text)) worst = worse(worst, escaped(text));
  if (worst === null) return null;
  const { score, context, what, from, to } = worst;
  const left = inContext(score, text, from, to);
  return left < 30 ? null : finding('prototype', left, context, what, from, to);
};

/** `{"__class__":{"__init__":{"__globals__":…`, `{"__defineGetter__":…`: such a name as the key of an object. */
function innerKey(text: string): Finding | null {
  const key =
    /[{,]\s{0,8}"(?:__class__"\s{0,8}:\s{0,8}\{\s{0,8}"__(?:init|base|dict)__|__(?:globals|builtins|subclasses|mro|bases|kwdefaults|defineGetter|defineSetter)__)"\s{0,8}:/.exec(
      text.slice(0, 16_384),
    );
  return key === null
    ? null
    : found(78, 'key of an object', key[0].slice(0, 40), key.index, key.index + key[0].length);
}

/** `/constructor/prototype/x`, as the whole value or as the path of a patch (RFC 6902). */
function pointer(text: string): Finding | null {
  const way = /(?:^|"(?:path|from)"\s{0,8}:\s{0,8}")(?:\/\w{1,40}){0,8}\/constructor\/prototype\/\w/.exec(
    text.slice(0, 16_384),
  );
  return way === null
    ? null
    : found(76, 'path', 'constructor/prototype', way.index, way.index + way[0].length);
}

const found = (score: number, context: string, what: string, from: number, to: number): Finding =>
  finding('prototype', score, context, what, from, to);

/** `"__proto__":` and `"constructor":{"prototype":` as keys of an object. */
function protoKey(text: string): Finding | null {
  for (let at = text.indexOf('__proto__'); at >= 0; at = text.indexOf('__proto__', at + 9)) {
    const quote = text.charCodeAt(at - 1);
    let end = at + 9;
    if (isQuote(quote)) {
      const c = text.charCodeAt(end);
      // A path as a key: `"__proto__.x": 1`.
      if (c === 46 || c === 91) end = text.indexOf(text[at - 1]!, end);
      if (end < 0 || text.charCodeAt(end) !== quote) continue;
      end++;
    }
    const colon = skipBlank(text, end);
    let before = isQuote(quote) ? at - 2 : at - 1;
    while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
    const opens = before < 0 || text.charCodeAt(before) === 123 || text.charCodeAt(before) === 44;
    if (opens && text.charCodeAt(colon) === 58)
      return found(before < 0 && !isQuote(quote) ? 55 : 86, 'key of an object', '__proto__', at, end);
  }
  const nested = /["']?constructor["']?\s*:\s*\{\s*["']?prototype["']?\s*:/.exec(text);
  return nested === null
    ? null
    : found(82, 'key of an object', 'constructor.prototype', nested.index, nested.index + nested[0].length);
}

/** `__proto__[x]=1`, `a.__proto__.b=1`, `constructor.prototype.x=1`, `?__proto__[x]=y`, `["__proto__","x"]`. */
function path(text: string): Finding | null {
  let worst: Finding | null = null;
  let before: Way = { at: 0, from: 0 };
  for (let at = text.indexOf('__proto__'); at >= 0; at = text.indexOf('__proto__', at + 9))
    worst = worse(worst, leads(text, at, at + 9, before));
  before = { at: 0, from: 0 };
  for (let at = text.indexOf('constructor'); at >= 0; at = text.indexOf('constructor', at + 11)) {
    const next = step(text, at + 11);
    if (next > 0 && text.charCodeAt(next - 1) !== 47 && text.startsWith('prototype', next))
      worst = worse(worst, leads(text, at, next + 9, before));
  }
  const steps = /(?:[[,]\s{0,8}|^\s{0,8})"constructor"\s{0,8},\s{0,8}"prototype"/.exec(text);
  if (steps !== null)
    worst = worse(
      worst,
      found(72, 'path', 'constructor.prototype', steps.index, steps.index + steps[0].length),
    );
  if (worst === null && /__(__proto__|pro(__proto__|to)+to)__/.test(text.slice(0, 8192)))
    return found(70, 'path', '__proto__', 0, text.length);
  return worst;
}

function leads(text: string, at: number, end: number, before: Way): Finding | null {
  const first = start(text, at, before);
  const whole = first === 0 || '?&#'.includes(text[first - 1]!);
  const list =
    text.charCodeAt(at - 1) === 34 && /^\s*\[/.test(text) && /^"\s*,/.test(text.slice(end, end + 4));
  if (list) return found(74, 'path', '__proto__', at, end);
  if (first > 0 && isQuote(text.charCodeAt(first - 1)) && isKey(text, first - 1))
    return found(80, 'key of an object', text.slice(at, end), at, end);
  if (!whole) return null;
  let i = end;
  if (text.charCodeAt(i) === 93) i++;
  const next = text.charCodeAt(i);
  // `a.__proto__` is what programs write; between brackets it is the name of an argument.
  if (i >= text.length && at > first && text.charCodeAt(at - 1) === 46)
    return found(45, 'path', text.slice(at, end), at, end);
  if (i >= text.length)
    return found(text.length === end - first || at > first ? 72 : 60, 'path', text.slice(at, end), at, end);
  if (next !== 46 && next !== 91 && next !== 61 && next !== 47) return null;
  // What reads as a statement of a program: compared, called, or set to an object with blanks around the sign.
  const rest = text.slice(i, i + 80);
  // An argument whose name ends in brackets has any value.
  const argument = /^\[\w{1,40}\]=(?![=\s])/.test(rest);
  if (!argument && /^[^=]*\s=|===|==|\(/.test(rest)) return found(45, 'path', text.slice(at, end), at, end);
  return found(82, 'path', text.slice(at, end), first, Math.min(text.length, end + 20));
}

/** The quote at `at` opens a string that a colon follows. */
function isKey(text: string, at: number): boolean {
  const close = within(text, text[at]!, at + 1, at + 200);
  return close > 0 && text.charCodeAt(skipBlank(text, close + 1)) === 58;
}

/** A place in a text up to which was looked, and where the path begins that it is in. */
interface Way {
  at: number;
  from: number;
}

/** Where the path begins of which the name at `at` is a step; looks no further back than to where it looked before. */
function start(text: string, at: number, before: Way): number {
  let i = at;
  while (i > before.at && (isName(text.charCodeAt(i - 1)) || '.[]$/'.includes(text[i - 1]!))) i--;
  before.from = i === before.at ? before.from : i;
  before.at = at;
  return before.from;
}

/** Where the next step of a path begins (`.x`, `[x`, `["x`, `][x`); 0 when there is none. */
function step(text: string, at: number): number {
  let i = at;
  if (isQuote(text.charCodeAt(i))) i++;
  if (text.charCodeAt(i) === 93) i++;
  const c = text.charCodeAt(i);
  if (c !== 46 && c !== 91 && c !== 47) return 0;
  i++;
  return isQuote(text.charCodeAt(i)) ? i + 1 : i;
}

/** The name from `at` to `end` is a step of its own, not a part of a longer name. */
const isWhole = (text: string, at: number, end: number): boolean =>
  (at === 0 || !isName(text.charCodeAt(at - 1))) && nameEnd(text, end) === end;

/** Keys written with escapes, as JSON allows. */
function escaped(text: string): Finding | null {
  return unescaped(text).includes('__proto__') && !text.includes('__proto__')
    ? found(78, 'key of an object', '__proto__', 0, text.length)
    : null;
}
