import { isHex, isName } from '../text/characters.ts';
import { judged } from '../text/judged.ts';
import type { Named } from './typed.ts';

/**
 * Functions and paths that ride in JSON: node-serialize's `_$$ND_FUNC$$_`, funcster's `__js_function`, and the
 * references of React's server functions that walk through a prototype (`$1:__proto__:then`) or bring their own
 * response object.
 */
export function flight(text: string): Named | null {
  const marker = text.indexOf('_$$ND_');
  if (marker >= 0 && /^_\$\$ND_(FUNC|CC)\$\$_/.test(text.slice(marker, marker + 14)))
    return {
      ...judged(
        text.startsWith('function', marker + 13) || text.includes('(', marker) ? 95 : 80,
        '_$$ND_FUNC$$_',
      ),
      from: marker,
      to: marker + 13,
    };
  // A quote is sought no further than where the rest stands: of them there are many.
  const js = text.includes('__js_function') ? text.indexOf('"__js_function"') : -1;
  if (js >= 0) return { ...judged(78, '__js_function'), from: js, to: js + 15 };
  const first = text.indexOf('$');
  const leads = first >= 0 && (text.includes('proto') || text.includes('constructor'));
  for (let at = leads ? first : -1; at >= 0; at = text.indexOf('$', at + 1)) {
    const end = walkEnd(text, at);
    if (end > 0) return { ...judged(92, text.slice(at, Math.min(end, at + 60))), from: at, to: end };
  }
  const response = text.includes('_response') ? text.indexOf('"_response"') : -1;
  if (response >= 0 && text.indexOf('"_prefix"', response) > 0)
    return { ...judged(88, 'a response object'), from: response, to: response + 11 };
  return null;
}

/** Behind a reference such as `$1:__proto__:then` whose path leads through a prototype or constructor; -1 otherwise. */
function walkEnd(text: string, at: number): number {
  let i = at + 1;
  const kind = text.charCodeAt(i);
  if (kind === 64 || kind === 81 || kind === 87 || kind === 66 || kind === 70 || kind === 75) i++;
  const digits = i;
  while (i - digits < 9 && isHex(text.charCodeAt(i))) i++;
  if (i === digits || i - digits > 8 || text.charCodeAt(i) !== 58) return -1;
  let end = i;
  while (end < i + 120 && (isName(text.charCodeAt(end)) || text.charCodeAt(end) === 58)) end++;
  return /:(__proto__|constructor|prototype)(:|$)/.test(text.slice(i, end)) ? end : -1;
}
