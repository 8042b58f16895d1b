import { isBlank, isName, isQuote, stringEnd, unescaped } from '../text/characters.ts';
import { type Judged, judged } from '../text/judged.ts';
import { isGadget, isNetGadget, mayNameGadget } from './gadgets.ts';

/** A construct that names a type, and its place. */
export interface Named extends Judged {
  readonly from: number;
  readonly to: number;
}

const farthest = 300;
const keys = new Set([
  '@type',
  '@class',
  '$type',
  '__type',
  'class',
  'javaClass',
  '_class',
  'type',
  'className',
]);

/**
 * JSON that names the class to be made (`"@type":"com.sun.rowset.JdbcRowSetImpl"`, `"$type":"System.Windows…"`,
 * `["org.apache.xbean…",{…}]`), when that class does harm.
 */
export function typedJson(text: string): Named | null {
  if (!mayBeTyped(text)) return null;
  for (let at = text.indexOf('"'); at >= 0; ) {
    // Names of classes have dots, written as they are or escaped.
    let dotted = false;
    let end = at + 1;
    const limit = Math.min(text.length, at + farthest);
    for (; end < limit; end++) {
      const c = text.charCodeAt(end);
      if (c === 34) break;
      if (c === 46) dotted = true;
      else if (c === 92) {
        dotted = true;
        end++;
      }
    }
    end = end < limit ? end + 1 : stringEnd(text, at, text.length);
    if (end < 0) return null;
    if (dotted || mayBeKey(text.charCodeAt(at + 1))) {
      const found = judgeName(text, at, end, dotted);
      if (found !== null) return found;
    }
    at = nextQuote(text, end);
  }
  return null;
}

/** False for nearly every document: no key that its readers heed, and no class that does harm. */
const mayBeTyped = (text: string): boolean =>
  text.includes('\\') ||
  text.includes('^') ||
  (text.includes('/') && text.includes('py/')) ||
  text.includes('json_class') ||
  text.includes('__jsonclass__') ||
  mayNameGadget(text);

/** Most strings of JSON stand close to the one before: nearer than a search is worth. */
function nextQuote(text: string, from: number): number {
  for (let at = from; at < from + 8; at++) if (text.charCodeAt(at) === 34) return at;
  return text.indexOf('"', from);
}

/** `py/object`, `json_class`, `__jsonclass__`, `^o` */
const mayBeKey = (c: number): boolean => c === 112 || c === 106 || c === 94 || c === 95;

const pickled = new Set(['py/object', 'py/reduce', 'py/function', 'py/type', 'py/newargs', 'py/newargsex']);

function judgeName(text: string, at: number, end: number, dotted: boolean): Named | null {
  // jsonpickle makes what stands behind these keys.
  if (end - at < 15 && text.startsWith('py/', at + 1) && pickled.has(text.slice(at + 1, end - 1))) {
    let colon = end;
    while (isBlank(text.charCodeAt(colon))) colon++;
    if (text.charCodeAt(colon) === 58)
      return { ...judged(84, `an object of Python, by ${text.slice(at + 1, end - 1)}`), from: at, to: colon };
  }
  const hinted = end - at === 15 ? jsonClass(text, at, end) : null;
  if (hinted !== null) return hinted;
  const ruby = end - at < 13 ? rubyClass(text, at, end) : null;
  if (ruby !== null) return ruby;
  if (!dotted || end - at < 10 || end - at > 260) return null;
  const name = unescaped(text.slice(at + 1, end - 1));
  const java = isGadget(name);
  if (!java && !isNetGadget(name)) return null;
  let before = at - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
  const mark = text.charCodeAt(before);
  if (mark === 91 && text.charCodeAt(end) === 44)
    return { ...judged(80, `an object of ${name}`), from: at, to: end };
  if (mark !== 58) return null;
  const key = keyBefore(text, before);
  if (!keys.has(key)) return null;
  const sure = key.startsWith('@') || key.startsWith('$') || key.startsWith('_');
  return { ...judged(sure ? 90 : 45, `${key} ${name}`), from: at, to: end };
}

/** JSON-RPC's `{"__jsonclass__": ["subprocess.Popen", [["id"]]]}`: a class of Python that runs, reads or loads something. */
function jsonClass(text: string, at: number, end: number): Named | null {
  if (!text.startsWith('"__jsonclass__"', at)) return null;
  const found = running.exec(text.slice(end, end + 80));
  return found === null
    ? null
    : { ...judged(84, `an object of Python, ${found[1]}`), from: at, to: end + found[0].length };
}

const running =
  /^\s{0,4}:\s{0,4}\[\s{0,4}"((?:subprocess|os|posix|nt|pty|builtins|__builtin__|runpy|importlib|commands|platform|ctypes|shutil|socket|code)\.\w{1,40})"/;

/** Classes of Ruby's libraries that do harm when JSON.load or Oj make them, behind the keys that name one. */
function rubyClass(text: string, at: number, end: number): Named | null {
  const first = text.charCodeAt(at + 1);
  if (first !== 106 && first !== 94) return null;
  const key = text.slice(at + 1, end - 1);
  if (key !== 'json_class' && key !== '^o' && key !== '^O') return null;
  const found =
    /^\s*:\s*"((?:Gem|ActiveSupport|ActiveRecord|ActionView|ActionController|Net|Rack|Sprockets|Rake|ERB|IO|Kernel|Process|Object)(?:::\w{1,60}){0,6})"/.exec(
      text.slice(end, end + 200),
    );
  return found === null
    ? null
    : { ...judged(80, `an object of Ruby, ${found[1]}`), from: at, to: end + found[0].length };
}

/** The key that ends before the colon at `colon`, its escapes resolved. */
function keyBefore(text: string, colon: number): string {
  let end = colon;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  if (!isQuote(text.charCodeAt(end - 1))) return '';
  const start = text.lastIndexOf(text[end - 1]!, end - 2);
  return start < 0 || end - start > 60 ? '' : unescaped(text.slice(start + 1, end - 1));
}

/**
 * XML that XStream, XMLDecoder or XAML make objects of: elements named like a class (`<java.lang.ProcessBuilder>`),
 * `<object class="java.lang.Runtime">`, `<dynamic-proxy>`, `<ObjectDataProvider MethodName="Start">`.
 */
export function typedXml(text: string): Named | null {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    let end = at + 1;
    while (end < at + 120 && (isName(text.charCodeAt(end)) || '.-:$'.includes(text[end] ?? '?'))) end++;
    if (end === at + 1) continue;
    const name = text.slice(at + 1, end);
    const found =
      name.includes('.') && isGadget(name) ? judged(82, `an element ${name}`) : judgeElement(text, name, end);
    if (found !== null) return { ...found, from: at, to: end };
  }
  return null;
}

function judgeElement(text: string, name: string, end: number): Judged | null {
  switch (name) {
    case 'object':
    case 'void':
    case 'java':
    case 'new': {
      const value = /^\s+(?:id="\w*"\s+)?(class|method)="([\w.$]{3,120})"/.exec(text.slice(end, end + 200));
      if (value === null) return null;
      if (value[1] === 'class')
        return isGadget(value[2]!) || value[2] === 'java.beans.XMLDecoder'
          ? judged(85, `an object of ${value[2]}`)
          : null;
      return name === 'void' && /^(exec|start|invoke|getRuntime|loadClass)$/.test(value[2]!)
        ? judged(80, `calls ${value[2]}`)
        : null;
    }
    case 'dynamic-proxy':
      return judged(75, 'a dynamic proxy');
    case 'ResourceDictionary':
      return /^[^>]{0,400}clr-namespace:System\.(?:Diagnostics|IO|Reflection|Windows\.Data|Management)\b/.test(
        text.slice(end, end + 500),
      )
        ? judged(82, name)
        : null;
    case 'asp:ObjectDataSource':
      return /^[^>]{0,300}\bTypeName="System\.(?:Diagnostics|IO|Reflection)\b/i.test(
        text.slice(end, end + 400),
      )
        ? judged(85, name)
        : null;
    case 'ObjectDataProvider':
    case 'ObjectDataProvider.MethodParameters':
      return judged(85, name);
    default:
      return null;
  }
}

const byAttribute =
  /<[\w:.-]{1,60}\s[^<>]{0,200}?\btype="(System\.(?:Data\.Services\.Internal|Windows\.(?:Data|Markup|ResourceDictionary)|Diagnostics\.Process|Web\.UI\.(?:LosFormatter|ObjectStateFormatter)|Management\.Automation|Runtime\.Serialization\.Formatters)[\w.`]{0,60})/i;

/** `<item type="System.Data.Services.Internal.ExpandedWrapper`2[[…">`: what .NET's serializer of XML makes of an element. */
export function typedAttribute(text: string): Named | null {
  if (!text.includes('="System.')) return null;
  const found = byAttribute.exec(text.slice(0, 16_384));
  return found === null
    ? null
    : { ...judged(82, `an object of ${found[1]}`), from: found.index, to: found.index + found[0].length };
}

const fetched =
  /"data"\s?:\s?"[^"\n]{1,400}"[^{}]{0,80}"dataIsURL"\s?:\s?"?(?:true|1)|"dataIsURL"\s?:\s?"?(?:true|1)[^{}]{0,80}"data"\s?:/;

/** The arguments of PHP's SimpleXMLElement by their names, which reads the address that it is given. */
export function ofPhp(text: string): Named | null {
  const found = fetched.exec(text.slice(0, 16_384));
  return found === null
    ? null
    : { ...judged(82, 'an XML element of PHP'), from: found.index, to: found.index + found[0].length };
}
