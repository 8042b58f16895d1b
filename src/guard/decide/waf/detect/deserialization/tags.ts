import { isName } from '../text/characters.ts';
import { judged } from '../text/judged.ts';
import { isGadget } from './gadgets.ts';
import type { Named } from './typed.ts';

/**
 * A YAML tag that makes an object or calls a function: `!!python/object/apply:os.system`,
 * `!!javax.script.ScriptEngineManager`, `!ruby/object:Gem::Installer`, `!<tag:yaml.org,2002:js/function>`.
 */
export function yamlTag(text: string): Named | null {
  for (let at = text.indexOf('!'); at >= 0; at = text.indexOf('!', at + 1)) {
    if (at > 0 && isName(text.charCodeAt(at - 1))) continue;
    let start = at + 1;
    if (text.charCodeAt(start) === 33) start++;
    else if (text.startsWith('<tag:yaml.org,2002:', start)) start += 19;
    let end = start;
    while (end < start + 120 && (isName(text.charCodeAt(end)) || './:$'.includes(text[end] ?? '?'))) end++;
    if (end - start < 6) continue;
    const found = judgeTag(text.slice(start, end), start - at);
    if (found > 0) return { ...judged(found, `tag ${text.slice(start, end)}`), from: at, to: end };
  }
  return null;
}

function judgeTag(tag: string, marks: number): number {
  if (tag.startsWith('python/')) {
    if (/^python\/object\/(apply|new):/.test(tag)) return 92;
    return /^python\/(object|module|name):/.test(tag) ? 82 : 0;
  }
  if (tag.startsWith('ruby/')) {
    if (/^ruby\/(object|struct|exception|class|module|array|hash|string|hash-with-ivars)\b.*:[A-Z]/.test(tag))
      return 80;
    return 0;
  }
  if (tag.startsWith('php/')) return /^php\/(object|const):/.test(tag) ? 78 : 0;
  if (tag.startsWith('js/')) return tag.startsWith('js/function') || tag.startsWith('js/eval') ? 78 : 0;
  if (tag.startsWith('perl/')) return 70;
  if (marks < 2) return 0;
  return isGadget(tag) ? 90 : 0;
}
