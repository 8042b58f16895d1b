import { within } from '../within.ts';

const span = 2048;

/** True when the command stands where text shows commands: a code span or block, behind a prompt, in `<code>`. */
export function inMarkup(text: string, from: number, op: string): boolean {
  if (op === '`') return true;
  let ticks = 0;
  const first = Math.max(0, from - 160);
  let at = from - 1;
  for (; at >= first; at--) {
    const c = text.charCodeAt(at);
    if (c === 10) break;
    if (c === 96) ticks++;
  }
  if (ticks % 2 === 1) return true;
  const line = text.charCodeAt(at + 1);
  const second = text.charCodeAt(at + 2);
  if (at >= first && (line === 9 || (line === 32 && second === 32))) return true;
  if ((line === 36 || line === 35 || line === 62) && second === 32) return true;
  const near = text.slice(Math.max(0, from - span), from);
  return near.includes('```') || near.includes('~~~') || near.includes('<code') || near.includes('<pre');
}

/** How many lines the text has, counted up to `most`. */
export function lines(text: string, most: number): number {
  let n = 1;
  for (let at = text.indexOf('\n'); at >= 0 && n < most; at = text.indexOf('\n', at + 1)) n++;
  return n;
}

/** Where the line ends that has something at `from` or behind, or `to` if that comes first. */
export function lineEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) <= 32) at++;
  const end = within(text, '\n', at, to);
  return end < 0 ? to : end;
}
