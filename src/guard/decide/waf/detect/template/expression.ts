import { type Judged, judged, worse } from '../text/judged.ts';
import { alone, constants, ofConstants } from './constants.ts';
import { ofMachine } from './machine.ts';
import {
  isBuiltIn,
  isCallable,
  isDunder,
  isJavaRoot,
  isJudgedFilter,
  isOfOgnl,
  isPlace,
  isReading,
  isReflective,
  isRunning,
  looksDunder,
  mayMatter,
} from './names.ts';
import { kindAt, MARK, markAt, NAME, NUMBER, STRING, type Token, textAt } from './tokens.ts';

/**
 * What an expression of a template language would do: reach the interpreter, run a function, name a class, or
 * compute something of constants, which nobody sends but to see whether it is computed. Null for plain names,
 * paths, filters and calls of the template's own functions.
 */
export function judgeExpression(tokens: readonly Token[]): Judged | null {
  let best: Judged | null = null;
  let strings = false;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === MARK) {
      const c = text.charCodeAt(0);
      if (c === 124 || c === 63 || c === 64 || c === 35) best = worse(best, judgeMark(tokens, i));
    } else if (kind === NAME) {
      if (mayMatter(text)) best = worse(best, judgeName(tokens, i));
    } else if (kind === STRING) {
      strings = true;
      best = worse(best, judgeString(tokens, i));
    }
    if (best !== null && best.score >= 95) return best;
  }
  if (strings) best = worse(best, hidden(tokens));
  return best ?? worse(constants(tokens), alone(tokens));
}

function judgeName(tokens: readonly Token[], i: number): Judged | null {
  const name = tokens[i]!.text;
  const calls = markAt(tokens, i + 1, '(');
  const member = markAt(tokens, i - 1, '.');
  if (isDunder(name)) return judged(92, `${name} of an object`);
  if (looksDunder(name)) return judged(60, `${name} of an object`);
  if (name === 'constructor') return judgeConstructor(tokens, i);
  if (name === 'T' && calls && kindAt(tokens, i + 2) === NAME && classEnds(tokens, i + 2))
    return judged(92, `the class ${textAt(tokens, i + 2)}…`);
  if (name === 'new' && isJavaRoot(textAt(tokens, i + 1)) && markAt(tokens, i + 2, '.'))
    return judged(85, 'makes a Java object');
  if (name === 'getClass' && calls && member && i === 2 && container.has(textAt(tokens, 0)))
    return judged(70, 'the class of a request');
  if (calls && isReflective(name)) {
    const further = kindAt(tokens, i + 2) === STRING || reachesOn(tokens, i);
    return judged(further ? 88 : 45, `${name}()`);
  }
  if (name === 'ProcessBuilder' && calls && textAt(tokens, i - 1) === 'new')
    return judged(88, 'new ProcessBuilder()');
  if (name === 'execute' && calls && member && markAt(tokens, i - 2, ']') && markAt(tokens, i + 2, ')'))
    return judged(84, 'runs a list');
  if (name === 'classLoader' && member) return judged(80, 'the class loader');
  if (name === 'class' && member && i >= 2 && markAt(tokens, i + 1, '.') && kindAt(tokens, i + 2) === NAME) {
    const on = textAt(tokens, i + 2);
    return on === 'name' || on === 'simpleName'
      ? null
      : judged(isReflective(on) ? 90 : 60, `the class’s ${on}`);
  }
  if (name === 'class' && member && i === 2 && tokens.length === 3 && kindAt(tokens, 0) === STRING)
    return judged(70, 'the class of a string');
  if (name === 'inspect' && calls && kindAt(tokens, i + 2) === STRING && textAt(tokens, i + 2).includes('.'))
    return judged(88, 'inspects a class');
  if (isRunning(name) && calls) return judgeRun(tokens, i, member);
  if (isReading(name) && (calls || kindAt(tokens, i + 1) === STRING)) {
    const place = textAt(tokens, calls ? i + 2 : i + 1);
    const literal = kindAt(tokens, calls ? i + 2 : i + 1) === STRING;
    if (literal && isPlace(place))
      return judged(name === 'fetch' ? 45 : 75, `${name} of ${place.slice(0, 40)}`);
    if (
      literal &&
      (name === 'require' || name === 'import') &&
      /^(node:)?(child_process|fs|os|vm|net)$/.test(place)
    )
      return judged(80, `${name} of ${place}`);
  }
  if ((!member || container.has(textAt(tokens, 0))) && implicit.has(name) && hasCall(tokens, i))
    return judged(82, `${name} of the container`);
  if (name.startsWith('_TemplateReference')) return judged(80, 'the context of a template');
  if (name === 'call' && i === 0 && markAt(tokens, 1, '.') && kindAt(tokens, 3) === STRING)
    return judged(70, 'calls what it is given');
  if (name === '_memberAccess' || name === 'freemarker') return judged(85, name);
  if (
    isJavaRoot(name) &&
    !member &&
    /^(lang|util|io|net|script|naming)$/.test(textAt(tokens, i + 2)) &&
    hasCall(tokens, i)
  )
    return judged(80, `${name}.${textAt(tokens, i + 2)}`);
  if (name === '$eval' && calls && kindAt(tokens, i + 2) === STRING) return judged(80, '$eval of a string');
  if (
    (name === 'Diagnostics' || name === 'IO') &&
    member &&
    textAt(tokens, i - 2) === 'System' &&
    hasCall(tokens, i)
  )
    return judged(85, `System.${name}`);
  if (name === 'globals' && calls) return judged(70, 'globals()');
  // Go's templates call the methods of what they are given by a blank: `{{.System "id"}}`.
  if (
    markAt(tokens, i - 1, '.') &&
    i <= 2 &&
    kindAt(tokens, i + 1) === STRING &&
    /^(?:System|Exec|Shell|RunCommand|ExecCommand|ReadFile|WriteFile|OpenFile)$/.test(name)
  )
    return judged(74, `.${name} of a string`);
  if (
    (name === 'data_model' || name === 'globals') &&
    markAt(tokens, i - 1, '.') &&
    kindAt(tokens, i - 2) !== NAME
  )
    return judged(72, 'the whole data model');
  if (calls && member && i > 1 && container.has(textAt(tokens, 0)) && /^set[A-Z]/.test(name))
    return judged(72, `${name}() of a session`);
  if ((name === 'sleep' || name === 'usleep') && calls && kindAt(tokens, i + 2) === NUMBER && !member)
    return judged(65, 'sleeps');
  if (name === 'mainModule' && member) return judged(88, 'the main module');
  if (name === 'global' && !member && markAt(tokens, i + 1, '.') && textAt(tokens, i + 2) === 'process')
    return judged(72, 'the process itself');
  return ofMachine(tokens, i, calls);
}

/** What Java’s containers put in an expression’s reach; pages read them, and only code calls through them. */
const implicit = new Set([
  'pageContext',
  'facesContext',
  'externalContext',
  'servletContext',
  'applicationScope',
]);

/** What a request brings along by itself in Java's expressions. */
const container = new Set([
  'param',
  'request',
  'session',
  'header',
  'cookie',
  'requestScope',
  'sessionScope',
  'applicationScope',
  'initParam',
]);

function judgeRun(tokens: readonly Token[], i: number, member: boolean): Judged | null {
  const name = tokens[i]!.text;
  const argument = kindAt(tokens, i + 2);
  if (name === 'getMethods' || name === 'getDeclaredMethods' || name === 'getRuntime' || name === 'phpinfo')
    return judged(88, `${name}()`);
  if (markAt(tokens, i + 2, ')')) return null;
  // `regex.exec(text)` is everyday code; `exec("id")` is not.
  const literal = argument === STRING || argument === NUMBER;
  if (name === 'exec' || name === 'eval') return judged(literal || !member ? 88 : 40, `${name}()`);
  return judged(literal || member ? 88 : 75, `${name}()`);
}

/**
 * `constructor` leads to the Function constructor when it is taken twice, called with a string, or asked for its
 * prototype.
 */
function judgeConstructor(tokens: readonly Token[], i: number): Judged | null {
  if (markAt(tokens, i + 1, '(')) {
    const argument = kindAt(tokens, i + 2);
    return judged(argument === STRING ? 90 : 55, 'calls a constructor');
  }
  if (markAt(tokens, i + 1, '.')) {
    const on = textAt(tokens, i + 2);
    if (on === 'constructor') return judged(92, 'the Function constructor');
    if (
      on === 'prototype' ||
      on === 'assign' ||
      on === 'fromCharCode' ||
      on === 'keys' ||
      on === 'getOwnPropertyNames'
    )
      return judged(80, `constructor.${on}`);
    return on === 'name' ? null : judged(40, `constructor.${on}`);
  }
  return markAt(tokens, i + 1, '[') ? judged(80, 'the Function constructor') : null;
}

function judgeMark(tokens: readonly Token[], i: number): Judged | null {
  const mark = tokens[i]!.text;
  const name = textAt(tokens, i + 1);
  if (mark === '|' && kindAt(tokens, i + 1) === NAME) {
    if (name === 'attr' && markAt(tokens, i + 2, '(') && kindAt(tokens, i + 3) > 0)
      return judged(82, '|attr()');
    if (name === 'file_excerpt') return judged(85, '|file_excerpt');
    if (!isJudgedFilter(name)) return null;
    if (/^(map|filter|sort|reduce|find|usort|column)$/.test(name) && given(tokens, i + 2))
      return judged(90, `|${name} of a function`);
    if (/^(system|passthru|exec|shell_exec|popen|phpinfo)$/.test(name)) return judged(85, `|${name}`);
    if (/^(shell|sh|bash|command)$/.test(name) && i === 1 && kindAt(tokens, 0) === STRING)
      return judged(62, `|${name}`);
    return null;
  }
  if (mark === '?' && isBuiltIn(name)) {
    const before = kindAt(tokens, i - 1) !== 0;
    return before && (name !== 'new' || markAt(tokens, i + 2, '(')) ? judged(85, `?${name}`) : null;
  }
  if (mark === '@' && kindAt(tokens, i + 1) === NAME) {
    const dotted = markAt(tokens, i + 2, '.');
    if ((dotted || ofJavaLang.test(name)) && classEnds(tokens, i + 1, '@'))
      return judged(92, `the class ${name}…`);
  }
  if (mark === '#' && isOfOgnl(name)) {
    const next = tokens[i + 2];
    if (next !== undefined && next.kind === MARK && '[.='.includes(next.text)) return judged(75, `#${name}`);
  }
  if (
    mark === '#' &&
    kindAt(tokens, i + 1) === NAME &&
    markAt(tokens, i + 2, '=') &&
    markAt(tokens, i - 1, '(')
  )
    return judged(75, 'sets an OGNL variable');
  return null;
}

function judgeString(tokens: readonly Token[], i: number): Judged | null {
  const value = tokens[i]!.text;
  if (markAt(tokens, i + 1, '.') && kindAt(tokens, i + 2) === NAME && markAt(tokens, i + 3, '(')) {
    const found = judgeMethod(tokens, value, textAt(tokens, i + 2));
    if (found !== null) return found;
  }
  if (i === 2 && markAt(tokens, 0, '#') && textAt(tokens, 1) === 'with') return judged(75, '#with a string');
  // No name that a string may hold is shorter.
  if (value.length < 4) return null;
  const subscript =
    markAt(tokens, i - 1, '[') ||
    markAt(tokens, i - 1, '(') ||
    markAt(tokens, i - 1, ',') ||
    lookedUp(tokens, i);
  if (subscript && (isDunder(value) || looksDunder(value))) return judged(90, `${value} by its name`);
  if (value === 'application' && markAt(tokens, i - 1, '[') && textAt(tokens, i - 2) === 'request')
    return judged(75, 'the application of a request');
  if (value === 'class' && markAt(tokens, i - 1, '[') && kindAt(tokens, i - 2) === STRING)
    return judged(75, 'class by its name');
  if (isCallable(value) && (markAt(tokens, i - 1, ':') || markAt(tokens, i - 1, ',')) && filters(tokens, i))
    return judged(82, `${value} as a filter`);
  if (value === 'constructor' && (markAt(tokens, i - 1, '[') || lookedUp(tokens, i)))
    return judged(85, 'constructor by its name');
  if (
    value.startsWith('freemarker.template.') ||
    /^java\.lang\.(Runtime|ProcessBuilder|System|Class)$/.test(value)
  )
    return judged(88, value);
  return null;
}

/** A method of a string, `method`. */
function judgeMethod(tokens: readonly Token[], value: string, method: string): Judged | null {
  if (method === 'execute') return judged(88, 'runs a string');
  // A placeholder that is filled in before: `'${list}'.split(',')`.
  return !/^(join|format)$/.test(method) && !value.startsWith('${') && ofConstants(tokens)
    ? judged(55, `${method}() of a string`)
    : null;
}

/** Behind `.filter(`, `.map(` and their like. */
function filters(tokens: readonly Token[], i: number): boolean {
  for (let n = i - 1; n > 0; n--)
    if (
      tokens[n]!.kind === NAME &&
      /^(filter|map|sort|reduce)$/.test(tokens[n]!.text) &&
      markAt(tokens, n + 1, '(')
    )
      return true;
  return false;
}

/** `lookup obj "constructor"` of Handlebars. */
const lookedUp = (tokens: readonly Token[], i: number): boolean =>
  textAt(tokens, i - 2) === 'lookup' || textAt(tokens, i - 3) === 'lookup';

/** Names put together of pieces: `['__cla','ss__']|join`, `"__ssalc__"|reverse`, `'%c%c' % …`. */
function hidden(tokens: readonly Token[]): Judged | null {
  let together = '';
  for (const token of tokens) {
    if (token.kind !== STRING) continue;
    if (together.length < 400) together += token.text;
  }
  if (!together.includes('__') && !together.includes('%c')) return null;
  const turned = together.includes('__') ? [...together].reverse().join('') : '';
  for (const text of [together, turned])
    if (/__(class|globals|init|import|builtins|mro|base|bases|subclasses|getitem|dict)__/.test(text))
      return judged(88, 'a name put together of pieces');
  if (/%c(%c){2}/.test(together) || (tokens[0]!.kind === STRING && /^(%c){2}$/.test(tokens[0]!.text)))
    return judged(70, 'a name put together of characters');
  return null;
}

// OGNL looks for a class without a package there alone: `@Runtime@getRuntime()`, but not `@XnDp@kCvH` of a drawn route.
const ofJavaLang =
  /^(?:Boolean|Byte|Character|Class|ClassLoader|Compiler|Double|Float|Integer|Long|Math|Module|ModuleLayer|Number|Object|Package|Process|ProcessBuilder|ProcessHandle|Runtime|SecurityManager|Short|StackWalker|StrictMath|String|StringBu(?:ffer|ilder)|System|Thread(?:Group|Local)?|Throwable|Void|\w+(?:Error|Exception))$/;

/** True when a qualified class name begins at `i` and ends in `)`, or in `closer`. */
function classEnds(tokens: readonly Token[], i: number, closer = ')'): boolean {
  while (kindAt(tokens, i) === NAME && markAt(tokens, i + 1, '.')) i += 2;
  return kindAt(tokens, i) === NAME && markAt(tokens, i + 1, closer);
}

/** After `name()` goes on with another member that is more than its name. */
function reachesOn(tokens: readonly Token[], i: number): boolean {
  if (!markAt(tokens, i + 2, ')')) return true;
  const next = textAt(tokens, i + 4);
  return markAt(tokens, i + 3, '.') && !/^(getName|getSimpleName|name|simpleName|toString)$/.test(next);
}

/** `('system')`, `(0, 'system')`, `: 'system'`: the name of a function among the arguments. */
function given(tokens: readonly Token[], i: number): boolean {
  for (let n = i; n < Math.min(tokens.length, i + 8); n++)
    if (tokens[n]!.kind === STRING && isCallable(tokens[n]!.text)) return true;
  return false;
}

/** True when something is called at `i` or behind it. */
function hasCall(tokens: readonly Token[], i: number): boolean {
  if (tokens !== asked) {
    asked = tokens;
    lastCall = tokens.length - 1;
    while (lastCall >= 0 && !markAt(tokens, lastCall, '(')) lastCall--;
  }
  return lastCall >= i;
}

// The last parenthesis of the expression that was asked about last: names of Java ask again and again.
let asked: readonly Token[] = [];
let lastCall = -1;
