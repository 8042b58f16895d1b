import { proseAround } from '../prose.ts';

const span = 2048;
/** Words that make a text an article. */
const enough = 24;
const none: ReadonlyMap<string, unknown> = new Map();

/** True where text shows code instead of running it: a code span or block, `<code>`, `<pre>`, an indented line. */
export function inMarkup(text: string, from: number): boolean {
  const near = text.slice(Math.max(0, from - span), from);
  if (near.includes('```') || near.includes('~~~') || near.includes('<code') || near.includes('<pre'))
    return true;
  const line = near.lastIndexOf('\n') + 1;
  let ticks = 0;
  for (let at = near.indexOf('`', line); at >= 0; at = near.indexOf('`', at + 1)) ticks++;
  return ticks % 2 === 1 || (line > 0 && (near.startsWith('    ', line) || near.startsWith('\t', line)));
}

/** How many lines the text has, counted up to `most`; blank ones do not count. */
export function lines(text: string, most: number): number {
  let n = 1;
  for (let at = text.indexOf('\n'); at >= 0 && n < most; at = text.indexOf('\n', at + 1)) {
    const c = text.charCodeAt(at + 1);
    if (c !== 10 && c !== 13 && at + 1 < text.length) n++;
  }
  return n;
}

/**
 * What is left of a score where the text around shows that people talk of code rather than send it.
 *
 * Six words of prose or four lines make it doubtful; prose and markup together, or a whole article, more so.
 */
export function inContext(score: number, text: string, from: number, to: number): number {
  const prose = wordsAround(text, from, to);
  if (prose < 6 && lines(text, 4) < 4) return score;
  const shown = inMarkup(text, from);
  if (prose >= 6) return Math.min(score, shown || prose >= enough ? 35 : 45);
  return shown ? Math.min(score, 40) : score - 10;
}

/** How many words of natural language stand outside the part from `from` to `to`, counted up to 40. */
export const wordsAround = (text: string, from: number, to: number): number =>
  proseAround(text, from, to, none);
