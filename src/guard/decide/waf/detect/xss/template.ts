import type { Best } from './best.ts';
import { weigh } from './script/weigh.ts';

const whole = 4;
const most = 4096;
// `alert(1)` and its like; nothing shorter runs anything.
const least = 7;

/**
 * Looks for expressions of page templates that run code: AngularJS and Vue take `{{…}}` in what a page shows, and a
 * JavaScript template takes `${…}`. An expression that only names something is what templates are for.
 */
export function inTemplates(text: string, best: Best): void {
  between(text, '{{', '}}', 'template {{…}}', best);
  between(text, '${', '}', 'JavaScript template', best);
}

function between(text: string, open: string, close: string, context: string, best: Best): void {
  let seen = 0;
  let end = 0;
  for (let at = text.indexOf(open); at >= 0; seen++) {
    const from = at + open.length;
    const next = text.indexOf(open, from);
    if (end >= 0 && end < from) end = text.indexOf(close, from);
    // The first few may hold what opens another, in a string; the others end there at the latest.
    let stop = end < 0 ? text.length : end;
    if (seen >= whole && next >= 0) stop = Math.min(stop, next);
    stop = Math.min(stop, from + most);
    if (stop - from >= least && isCode(text, from, stop)) judge(text.slice(from, stop), at, context, best);
    at = next;
  }
}

function judge(expression: string, at: number, context: string, best: Best): void {
  const code = weigh(expression);
  const to = at + expression.length;
  if (code.level === 3) best.add(code.soft ? 52 : 88, context, code.what, at, to);
  else if (code.level === 2 && code.what === 'the name constructor') best.add(60, context, code.what, at, to);
}

/** Code that does anything calls something, assigns or is tagged; and names it, or takes it by an index. */
function isCode(text: string, from: number, to: number): boolean {
  let acts = false;
  let named = false;
  let letters = 0;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    letters = (c | 32) >= 97 && (c | 32) <= 122 ? letters + 1 : 0;
    if (c === 0x28 || c === 0x60 || c === 0x3d) acts = true;
    else if (letters === 3 || c === 0x5b || c === 0x5c || c > 127) named = true;
    if (acts && named) return true;
  }
  return false;
}
