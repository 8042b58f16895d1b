import type { Best } from './best.ts';
import { weigh } from './script/weigh.ts';

const whole = 8;

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
  for (let at = text.indexOf(open); at >= 0; seen++) {
    const from = at + open.length;
    const next = text.indexOf(open, from);
    // The first few are read to the end of the text, the others to the next one: bounded, whatever is nested.
    const stop = seen < whole ? text.length : next < 0 ? text.length : next;
    const end = close === '}' ? stop : Math.max(lastClose(text, close, from, stop), from);
    if (end > from && worth(text, from, Math.min(end, from + 4096))) {
      const code = weigh(bounded(text, from, end, close));
      if (code.level === 3)
        best.add(code.soft ? 52 : 88, context, code.what, at, Math.min(end + close.length, text.length));
    }
    at = next;
  }
}

const lastClose = (text: string, close: string, from: number, stop: number): number => {
  const end = text.indexOf(close, from);
  return end < 0 || end > stop ? stop : end;
};

function bounded(text: string, from: number, end: number, close: string): string {
  if (close !== '}') return text.slice(from, end);
  const brace = text.indexOf('}', from);
  return text.slice(from, brace < 0 || brace > end ? end : brace);
}

/** Code that does anything calls something, assigns or is tagged. */
function worth(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x28 || c === 0x60 || c === 0x3d) return true;
  }
  return false;
}
