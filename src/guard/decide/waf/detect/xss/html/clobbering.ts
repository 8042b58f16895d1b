import type { Best } from '../best.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Elements whose names take the place of what a script asks for: of a member of `document` (`<img
 * name=getElementById>`), or of an object with members of its own: two anchors of one id, the second with a name and
 * an address (`<a id=c><a id=c name=url href=//x.test>`), or a frame with a name whose document has names.
 */
export function clobbering(text: string, around: Surroundings, best: Best): void {
  const start = text.slice(0, near);
  const score = around.calm ? 45 : 60;
  const member = shadows.exec(start);
  if (member !== null)
    best.add(
      score,
      'HTML text',
      `a name for document.${member[1]}`,
      member.index,
      member.index + member[0].length,
    );
  const own = start.includes('<form') || start.includes('<FORM') ? field.exec(start) : null;
  if (own !== null)
    best.add(score, 'HTML text', `a field for ${own[1]} of a form`, own.index, own.index + own[0].length);
  const frame = named.exec(start);
  if (frame !== null)
    best.add(score, 'HTML text', 'a frame of names', frame.index, frame.index + frame[0].length);
  anchor.lastIndex = 0;
  const ids = new Set<string>();
  for (let found = anchor.exec(start); found !== null && ids.size < mostAnchors; found = anchor.exec(start)) {
    const attributes = ` ${found[1]!}`;
    const id = identity.exec(attributes)?.[1] ?? '';
    if (id === '') continue;
    if (ids.has(id) && /\sname\s*=/i.test(attributes) && /\shref\s*=/i.test(attributes))
      best.add(score, 'HTML text', 'a second anchor of one id', found.index, anchor.lastIndex);
    ids.add(id);
  }
}

const near = 8_192;
const mostAnchors = 64;

// Nobody calls an image or a form so.
const shadows =
  /<(?:img|form|embed|object|iframe)\s(?:[^<>]{0,200}\s)?(?:name|id)\s{0,4}=\s{0,4}["']?(getElement(?:ById|sBy\w{4,12})|querySelector(?:All)?|createElement|createRange|defaultView|documentElement|currentScript|ownerDocument|cookie|addEventListener|implementation)(?=["'\s>/])/i;
// A form's own members, which a field of that name takes the place of: what cleans markup asks for them.
const field =
  /<(?:input|button|select|textarea|output|object|img|fieldset)\s(?:[^<>]{0,200}\s)?(?:name|id)\s{0,4}=\s{0,4}["']?(attributes|innerHTML|outerHTML|parentNode|parentElement|childNodes|firstChild|lastChild|nextSibling|previousSibling|nodeName|nodeType|tagName|ownerDocument|namespaceURI|insertBefore|appendChild|removeChild|replaceChild|setAttribute|getAttribute|removeAttribute|hasAttributes?|hasChildNodes|textContent)(?=["'\s>/])/;
const named =
  /<iframe\s[^<>]{0,200}?\bname\s{0,4}=[^<>]{0,200}?\bsrcdoc\s{0,4}=\s{0,4}["']?[^<>]{0,40}(?:<|&lt;)(?:a|img|form)\s[^<>]{0,200}?\b(?:id|name)\s{0,4}=/i;
const anchor = /<a\s([^<>]{1,300})>/gi;
const identity = /\sid\s*=\s*["']?([\w-]{1,64})/i;
