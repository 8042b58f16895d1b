import { type ByteSet, onlyByte } from './bytes-set.ts';
import type { Node } from './syntax.ts';

/** More of them, and looking for all costs more than it saves. */
const mostLiterals = 16;

/** Small letters for A to Z; other bytes stay. */
export const folded = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Texts of which every match holds one at least, in small letters: look for them in the text with its letters made
 * small. Null when there are none worth looking for.
 */
export function literalsOf(node: Node): readonly string[] | null {
  const found = required(node, letterOf);
  return found === null || found.some((text) => text.length < 2) ? null : found.map(folded);
}

/** The same as they are written, and only where their case matters; few, so that looking for each pays. */
export function exactLiteralsOf(node: Node): readonly string[] | null {
  const found = required(node, onlyByte);
  return found === null || found.length > 3 || found.some((text) => text.length < 3) ? null : found;
}

/** The byte a set stands for in a literal; -1 when it stands for none. */
type ByteOf = (set: ByteSet) => number;

function required(node: Node, byteOf: ByteOf): string[] | null {
  switch (node.kind) {
    case 'byte': {
      const byte = byteOf(node.set);
      return byte < 0 ? null : [String.fromCharCode(byte)];
    }
    case 'assert':
      return null;
    case 'repeat':
      return node.least > 0 ? required(node.part, byteOf) : null;
    case 'choice': {
      const all: string[] = [];
      for (const part of node.parts) {
        const found = required(part, byteOf);
        if (found === null) return null;
        all.push(...found);
      }
      return all.length > mostLiterals ? null : all;
    }
    case 'sequence':
      return ofSequence(node.parts, byteOf);
  }
}

/** The best of the runs of single bytes and of what its parts need. */
function ofSequence(parts: readonly Node[], byteOf: ByteOf): string[] | null {
  let best: string[] | null = null;
  let run = '';
  const offer = (found: string[] | null): void => {
    if (found !== null && (best === null || worth(found) > worth(best))) best = found;
  };
  for (const part of parts) {
    const byte = part.kind === 'byte' ? byteOf(part.set) : -1;
    if (byte >= 0) {
      run += String.fromCharCode(byte);
      continue;
    }
    if (part.kind === 'assert') continue;
    if (run !== '') offer([run]);
    run = '';
    offer(required(part, byteOf));
  }
  if (run !== '') offer([run]);
  return best;
}

/** Long ones are rare; few are found fast. */
const worth = (texts: readonly string[]): number =>
  Math.min(...texts.map((t) => t.length)) - texts.length / 8;

/** The byte of a set of one, or the small letter of a set that holds one letter in both cases; -1 for others. */
function letterOf(set: ByteSet): number {
  const only = onlyByte(set);
  if (only >= 0) return only;
  for (let small = 97; small <= 122; small++) {
    const both = new Uint32Array(8);
    both[small >>> 5]! |= 1 << (small & 31);
    both[(small - 32) >>> 5]! |= 1 << ((small - 32) & 31);
    if (set.every((word, i) => word === both[i])) return small;
  }
  return -1;
}
