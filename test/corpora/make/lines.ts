import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value of a corpus: what it is, of which family, in which context it would run or what kind of text it is. */
export interface Line {
  readonly value: string;
  readonly family: string;
  readonly context: string;
  /** Which half: 1 was written before the detector was tuned, 2 after. */
  readonly note: string;
}

/**
 * The lines of a hand-written list: one value a line, `⏎` for a line break, `␀` for a null character.
 *
 * A line that begins with `## ` names the context of those that follow, or (`## half 2`) their half.
 */
export function handWritten(family: string, which: 'attacks' | 'benign'): Line[] {
  const found: Line[] = [];
  let context = '';
  let note = '1';
  for (const line of readFileSync(join(import.meta.dirname, `${family}.${which}.txt`), 'utf8').split('\n')) {
    if (line.startsWith('## half ')) note = line.slice(8);
    else if (line.startsWith('## ')) context = line.slice(3);
    else if (line !== '')
      found.push({ value: line.replaceAll('⏎', '\n').replaceAll('␀', '\0'), family, context, note });
  }
  return found;
}

/** Numbers from 0 to 1, the same on every run. */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes a corpus, each value once. */
export function write(family: string, which: 'attacks' | 'benign', lines: readonly Line[]): void {
  const seen = new Set<string>();
  const text = lines
    .filter(({ value }) => !seen.has(value) && seen.add(value))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
  writeFileSync(join(import.meta.dirname, '..', `${family}.${which}.jsonl`), text);
}
