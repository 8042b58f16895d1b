const span = 2048;
const enough = 40;

/**
 * How many words of natural language stand outside a part of a text, counted up to 40.
 *
 * A word is two letters or more of any script, between blanks or the marks of a sentence; those that `skip` knows
 * do not count. Looks no further than 2 KB to either side.
 */
export function proseAround(
  text: string,
  from: number,
  to: number,
  skip: ReadonlyMap<string, unknown>,
): number {
  const before = natural(text, Math.max(0, from - span), from, 0, skip);
  return before >= enough ? before : natural(text, to, Math.min(text.length, to + span), before, skip);
}

function natural(
  text: string,
  from: number,
  to: number,
  found: number,
  skip: ReadonlyMap<string, unknown>,
): number {
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
      if (good && ends && i - start > 1 && (i - start > 8 || !skip.has(text.slice(start, i)))) {
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
