import { isName } from '../text/characters.ts';
import { judged } from '../text/judged.ts';
import { isGadget } from './gadgets.ts';
import type { Named } from './typed.ts';

/** What `!!` stands for (YAML 1.2, 6.8.2.2). */
const yaml = 'tag:yaml.org,2002:';
const longest = 120;

/**
 * A YAML tag that makes an object or calls a function: `!!python/object/apply:os.system`,
 * `!!javax.script.ScriptEngineManager`, `!ruby/object:Gem::Installer`, `!<tag:yaml.org,2002:js/function>`, also behind a
 * handle that `%TAG` has named and with letters in hexadecimal, as `!!python%2Fname:os.system`.
 */
export function yamlTag(text: string): Named | null {
  const handles = text.includes('%TAG') ? handlesOf(text) : usual;
  for (let at = text.indexOf('!'); at >= 0; at = text.indexOf('!', at + 1)) {
    if (at > 0 && isName(text.charCodeAt(at - 1))) continue;
    const verbatim = text.charCodeAt(at + 1) === 60;
    const handle = verbatim ? '!<' : handleAt(text, at, handles);
    const start = at + handle.length;
    let end = start;
    while (end < start + longest && isOfTag(text, end)) end++;
    if (end - start < 2) continue;
    const whole = (handles.get(handle) ?? '') + unescaped(text.slice(start, end));
    const global = whole.startsWith(yaml);
    const tag = global ? whole.slice(yaml.length) : whole.startsWith('!') ? whole.slice(1) : whole;
    const found = tag.length < 6 ? 0 : judgeTag(tag, global);
    if (found > 0) return { ...judged(found, `tag ${tag}`), from: at, to: end };
  }
  return null;
}

const isOfTag = (text: string, at: number): boolean =>
  isName(text.charCodeAt(at)) || './:$%!,-'.includes(text[at] ?? '?');

/** What the two handles stand for that need no naming. */
const usual: ReadonlyMap<string, string> = new Map([
  ['!', '!'],
  ['!!', yaml],
]);

/** What the handles of a document stand for: `%TAG !y! tag:yaml.org,2002:python/` (6.8.2). */
function handlesOf(text: string): ReadonlyMap<string, string> {
  const handles = new Map(usual);
  for (const [, handle, prefix] of text.matchAll(/%TAG[ \t]{1,9}(![\w-]{0,60}!?)[ \t]{1,9}(\S{1,120})/g))
    if (handles.size < 16) handles.set(handle!, unescaped(prefix!));
  return handles;
}

/** The longest of the handles that stands there. */
function handleAt(text: string, at: number, handles: ReadonlyMap<string, string>): string {
  let longest = '!';
  for (const handle of handles.keys())
    if (handle.length > longest.length && text.startsWith(handle, at)) longest = handle;
  return longest;
}

const unescaped = (tag: string): string =>
  tag.includes('%')
    ? tag.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : tag;

function judgeTag(tag: string, global: boolean): number {
  if (tag.startsWith('python/')) {
    if (/^python\/object\/(apply|new):/.test(tag)) return 92;
    return /^python\/(object|module|name):/.test(tag) ? 82 : 0;
  }
  if (tag.startsWith('ruby/')) {
    if (/^ruby\/(object|struct|exception|class|module|array|hash|string|hash-with-ivars)\b.*:[A-Z]/.test(tag))
      return 80;
    return tag === 'ruby/class' || tag === 'ruby/module' ? 78 : 0;
  }
  if (tag.startsWith('php/')) return /^php\/(object|const):/.test(tag) ? 78 : 0;
  if (tag.startsWith('js/')) return tag.startsWith('js/function') || tag.startsWith('js/eval') ? 78 : 0;
  if (tag.startsWith('perl/')) return 70;
  if (!global) return /^(?:str|seq|map):[A-Z]\w*(?:::[A-Z]\w*)*$/.test(tag) ? 78 : 0;
  return isGadget(tag) ? 90 : 0;
}
