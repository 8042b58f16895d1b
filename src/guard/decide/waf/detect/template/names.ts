import { worthOfName } from '../path/sensitive.ts';
import { escapedAt, isLetter, isName, isQuote } from '../text/characters.ts';

/** Attributes of Python objects that lead from any value to the interpreter. */
const dunders = new Set(
  (
    '__class__ __mro__ __base__ __bases__ __subclasses__ __globals__ __builtins__ __builtin__ __init__ __import__ ' +
    '__getattribute__ __getattr__ __getitem__ __dict__ __self__ __func__ __code__ __loader__ __reduce__ __call__ ' +
    '__enter__ __exit__ __del__ __wrapped__ __closure__ __module__ __new__ __setattr__ __proto__ func_globals ' +
    'gi_frame gi_code f_globals f_locals f_back f_builtins tb_frame cr_frame'
  ).split(' '),
);

/** Functions that hand their argument to a shell or an interpreter, in any of the languages templates stand on. */
const running = new Set(
  (
    'popen system exec passthru shell_exec proc_open pcntl_exec eval execSync spawnSync execFile execFileSync ' +
    'check_output check_call getoutput Popen phpinfo registerUndefinedFilterCallback registerUndefinedFunctionCallback ' +
    'getRuntime __import__ create_function call_user_func call_user_func_array file_put_contents instance_eval ' +
    'class_eval writeFileSync loadClass defineClass getDeclaredMethod getDeclaredMethods getDeclaredConstructors ' +
    'parseExpression getMethod getMethods newInstance evaluateExpression executeCommand import_module'
  ).split(' '),
);

/** Functions that read a file or fetch an address when given a literal one. */
const reading = new Set(
  'open read readfile file_get_contents include source readFile readFileSync file file_excerpt fetch load entries glob require render import get_file'.split(
    ' ',
  ),
);

/** Names PHP can call that a filter such as `map` must never be given. */
const callables = new Set(
  'system exec passthru shell_exec popen proc_open phpinfo assert eval file_get_contents readfile show_source highlight_file printf var_dump print_r call_user_func file_put_contents unlink pcntl_exec'.split(
    ' ',
  ),
);

/** What the frameworks put in a template’s reach that holds secrets or leads further. */
const exposed = new Set(
  'config self settings _self _context applicationScope sessionScope requestScope pageScope facesContext initParam'.split(
    ' ',
  ),
);

const javaRoots = new Set('java javax org com sun freemarker groovy scala kotlin ognl'.split(' '));

export const isDunder = (name: string): boolean => dunders.has(name);
export const isRunning = (name: string): boolean => running.has(name);
export const isReading = (name: string): boolean => reading.has(name);
export const isCallable = (name: string): boolean => callables.has(name);
export const isExposed = (name: string): boolean => exposed.has(name);
export const isJavaRoot = (name: string): boolean => javaRoots.has(name);

/** Members of Java objects that lead to its reflection. */
const reflective = new Set(
  'getClass forName getRuntime getClassLoader classLoader getProtectionDomain getDeclaredConstructor getServletContext getBean getBeanFactory getBeansOfType invoke newInstance'.split(
    ' ',
  ),
);
export const isReflective = (name: string): boolean => reflective.has(name);

const filters = new Set(
  'map filter sort reduce find usort column system passthru exec shell_exec popen phpinfo shell sh bash command'.split(
    ' ',
  ),
);
const builtIns = new Set('new api eval interpret eval_json'.split(' '));
const ofOgnl = new Set('_memberAccess context application session request parameters attr root'.split(' '));
/** True for filters that are judged by what they are given, or by their names alone. */
export const isJudgedFilter = (name: string): boolean => filters.has(name);
/** Freemarker's built-ins that make objects or evaluate. */
export const isBuiltIn = (name: string): boolean => builtIns.has(name);
/** What OGNL keeps under a name of its own. */
export const isOfOgnl = (name: string): boolean => ofOgnl.has(name);

/** What is judged by its name beside the sets above; the last as filters. */
const judged =
  'constructor T new ProcessBuilder execute class inspect call _memberAccess $eval Diagnostics IO globals data_model sleep usleep ' +
  'mainModule System Exec Shell RunCommand ExecCommand ReadFile WriteFile OpenFile pageContext facesContext externalContext ' +
  'servletContext applicationScope attr file_excerpt api interpret getenv Getenv env lookup constant global beans exit halt kill abort';

const matter = new Set([
  ...dunders,
  ...running,
  ...reading,
  ...callables,
  ...javaRoots,
  ...reflective,
  ...judged.split(' '),
]);
/** By the first character, how long names are: a bit for each length, the last for all longer ones. */
export function lengthsOf(names: Iterable<string>): Int32Array {
  const table = new Int32Array(128);
  for (const name of names) table[name.charCodeAt(0)]! |= 1 << Math.min(name.length, 31);
  return table;
}

/** Whether one of them that begins so is as long. */
export const hasLength = (table: Int32Array, first: number, length: number): boolean =>
  first < 128 && (table[first]! & (1 << Math.min(length, 31))) !== 0;

const lengths = lengthsOf(matter);

/** False for a name that says nothing in an expression, whatever stands around it; most names. */
export function mayMatter(name: string): boolean {
  const c = name.charCodeAt(0);
  if (c === 95 && (name.charCodeAt(1) === 95 || name.startsWith('_Template'))) return true;
  if (c === 115 && name.startsWith('set')) return true;
  return hasLength(lengths, c, name.length) && matter.has(name);
}

/**
 * False for a stretch of an expression that holds nothing grave, however it is taken apart: no name that matters, no
 * underscore of which one could be put together, no escape, and no `@` of a class. A name that `to` cuts is read as
 * far as it stands before.
 */
export function mayBeGrave(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    const kind = kindOf(c);
    if (kind === 0) continue;
    if (kind === grave) {
      if (c === 64 || escapes(text, i + 1)) return true;
      continue;
    }
    const start = i;
    let last = c;
    for (; i + 1 < to; i++) {
      const next = text.charCodeAt(i + 1);
      if (kindOf(next) !== named) break;
      if (next === 95 && last === 95 && isWord(text, i + 2)) return true;
      last = next;
    }
    const length = i + 1 - start;
    if (c === 95 && (quotes(text.charCodeAt(start - 1)) || text.startsWith('_Template', start))) return true;
    // What is put together to end with underscores: `'__class_'~'_'`.
    if (last === 95 && quotes(text.charCodeAt(i + 1))) return true;
    if (hasLength(lengths, c, length) && matter.has(text.slice(start, i + 1))) return true;
  }
  return false;
}

const quotes = (c: number): boolean => isQuote(c) || c === 96;

const named = 1;
const grave = 2;
const kinds = new Uint8Array(128);
for (let c = 0; c < 128; c++) kinds[c] = isName(c) ? named : 0;
for (const c of '\\@') kinds[c.charCodeAt(0)] = grave;

/** `\x5f`, `\u005f`, `\137`, behind the backslash: a character of a name. */
const escapes = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  const code = (c >= 48 && c <= 55) || c === 120 || c === 117 ? escapedAt(text, at) : 128;
  return code < 128 && isName(code);
};

const kindOf = (c: number): number => (c < 128 ? kinds[c]! : isName(c) ? named : 0);

/** True where three letters stand, as in `__mro__`. */
const isWord = (text: string, at: number): boolean =>
  isLetter(text.charCodeAt(at)) && isLetter(text.charCodeAt(at + 1)) && isLetter(text.charCodeAt(at + 2));

/** A name with two underscores before and behind, known or not. */
export const looksDunder = (name: string): boolean =>
  name.length > 5 && name.startsWith('__') && name.endsWith('__') && name.charCodeAt(2) !== 95;

/** True for a literal that names a file by its full path or by climbing, an address, or a file that holds secrets. */
export const isPlace = (text: string): boolean =>
  (text.startsWith('/') && text.length > 3) ||
  text.includes('../') ||
  text.includes('://') ||
  /^[a-zA-Z]:[\\/]/.test(text) ||
  (text.length < 64 && worthOfName(text.toLowerCase()) > 0);
