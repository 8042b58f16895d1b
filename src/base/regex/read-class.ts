import {
  addAll,
  addRange,
  type ByteSet,
  bothCases,
  classOf,
  emptySet,
  inverted,
  named,
} from './bytes-set.ts';
import { escaped } from './read-escape.ts';
import { PatternRefused } from './syntax.ts';

/** Reads a class `[…]` whose `[` stands before `at`; `end` is behind its `]`. */
export function readClass(pattern: string, at: number, ignoreCase: boolean): { set: ByteSet; end: number } {
  const set = emptySet();
  let i = at;
  const negated = pattern[i] === '^';
  if (negated) i++;
  for (let first = true; first || pattern[i] !== ']'; first = false) {
    if (i >= pattern.length) throw new PatternRefused('a class [ has no ]');
    if (pattern[i] === '[' && /[:.=]/.test(pattern[i + 1] ?? '')) {
      const posix = /^\[:(\^?)(\w+):\]/.exec(pattern.slice(i));
      const of = posix === null ? undefined : named[posix[2]!];
      if (posix !== null && of === undefined) throw new PatternRefused(`there is no class ${posix[0]}`);
      if (posix !== null) {
        addAll(set, posix[1] === '^' ? inverted(of!) : of!);
        i += posix[0].length;
        continue;
      }
    }
    const low = member(pattern, i);
    i = low.end;
    const ranged = pattern[i] === '-' && i + 1 < pattern.length && pattern[i + 1] !== ']';
    if (!ranged || low.byte < 0) {
      addAll(set, low.set);
      continue;
    }
    const high = member(pattern, i + 1);
    if (high.byte < 0) {
      addAll(addRange(addAll(set, low.set), 45, 45), high.set);
    } else if (high.byte < low.byte) {
      throw new PatternRefused('a range of a class ends before it begins');
    } else addRange(set, low.byte, high.byte);
    i = high.end;
  }
  const cased = ignoreCase ? bothCases(set) : set;
  return { set: negated ? inverted(cased) : cased, end: i + 1 };
}

/** One member of a class; `byte` is -1 when it stands for several. */
function member(pattern: string, at: number): { set: ByteSet; byte: number; end: number } {
  if (pattern[at] !== '\\') {
    const byte = pattern.charCodeAt(at);
    return { set: addRange(emptySet(), byte, byte), byte, end: at + 1 };
  }
  const letter = pattern[at + 1] ?? '';
  const of = classOf(letter);
  if (of !== undefined) return { set: of, byte: -1, end: at + 2 };
  if (letter === 'b') return { set: addRange(emptySet(), 8, 8), byte: 8, end: at + 2 };
  const { byte, end } = escaped(pattern, at + 1, 'class');
  return { set: addRange(emptySet(), byte, byte), byte, end };
}
