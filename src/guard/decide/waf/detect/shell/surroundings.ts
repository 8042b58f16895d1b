import { posixBinaries } from './binaries.ts';

const span = 2048;
const enough = 40;

/**
 * How many words of natural language stand outside a command, counted up to 40.
 *
 * A word is two letters or more of any script, between blanks or the marks of a sentence; names of commands do
 * not count. Looks no further than 2 KB to either side.
 */
export function proseAround(text: string, from: number, to: number): number {
  const before = natural(text, Math.max(0, from - span), from, 0);
  return before >= enough ? before : natural(text, to, Math.min(text.length, to + span), before);
}

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

function natural(text: string, from: number, to: number, found: number): number {
  let start = -1;
  let good = true;
  for (let i = from; i <= to; i++) {
    const c = i === to ? 32 : text.charCodeAt(i);
    const lower = c | 32;
    if ((lower >= 97 && lower <= 122) || c > 191) {
      if (start < 0) start = i;
      // Scripts without blanks: eight characters are about as much as a sentence of four words.
      if (c > 0x2e7f && (i & 1) === 0) found++;
      continue;
    }
    const soft = c === 39 || c === 45 || c === 0x2019;
    if (soft && start >= 0) continue;
    const ends =
      c === 32 ||
      c === 10 ||
      c === 13 ||
      c === 9 ||
      ((c === 44 || c === 46 || c === 33 || c === 63 || c === 58 || c === 59) && isGap(text, i + 1, to));
    if (start >= 0) {
      if (good && ends && i - start > 1 && isWord(text, start, i)) {
        if (++found >= enough) return enough;
      }
      start = -1;
    }
    good = c === 32 || c === 10 || c === 13 || c === 9 || c === 34 || c === 40 || c === 39;
  }
  return found;
}

const isGap = (text: string, at: number, to: number): boolean => {
  if (at >= to) return true;
  const c = text.charCodeAt(at);
  return c === 32 || c === 10 || c === 13 || c === 34;
};

function isWord(text: string, from: number, to: number): boolean {
  return to - from > 8 || posixBinaries.get(text.slice(from, to))?.use === undefined;
}
