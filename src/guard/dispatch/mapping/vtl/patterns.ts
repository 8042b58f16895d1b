import { readEcma } from '../../../../base/regex/ecma-read.ts';
import type { Tree } from '../../../../base/regex/ecma-tree.ts';
import { refused } from './run.ts';

/** The longest text that a pattern with a repetition before its end is looked for in. */
const LONGEST = 20_000;

const known = new Map<string, { readonly regExp: RegExp; readonly settled: boolean }>();

/**
 * A pattern whose places are looked for (`replaceAll`, `split`). V8 looks for them and may go back, so only
 * patterns are taken that repeat one kind of character at a time: those take at most the square of a text, and the
 * text is short where the square would count.
 */
export function patternOf(pattern: string, flags: '' | 'g', length: number): { readonly regExp: RegExp } {
  const key = `${flags}/${pattern}`;
  let found = known.get(key);
  if (found === undefined) {
    found = compiled(pattern, flags);
    if (known.size < 500) known.set(key, found);
  }
  if (!found.settled && length > LONGEST)
    throw refused(`looks for the pattern ${pattern} in more than ${LONGEST} characters`);
  return found;
}

function compiled(pattern: string, flags: string): { regExp: RegExp; settled: boolean } {
  try {
    const alternatives = readEcma(pattern);
    const open = Math.max(...alternatives.map(({ tree }) => openRepeats(tree)));
    if (open > 2 || alternatives.some(({ looks }) => looks.length > 0))
      throw refused(`has the pattern ${pattern}, whose time could not be bounded`);
    return {
      regExp: new RegExp(pattern, flags),
      settled: alternatives.every(({ tree }) => endsInItsRepeat(tree)),
    };
  } catch (reason) {
    throw refused(`has a pattern that cannot be used: ${(reason as Error).message}`);
  }
}

/** How many parts may be repeated this often or that; too many where one holds another. */
function openRepeats(tree: Tree): number {
  switch (tree.kind) {
    case 'set':
    case 'assert':
      return 0;
    case 'repeat': {
      const within = openRepeats(tree.part);
      if (tree.least === tree.most) return within;
      return within > 0 || (tree.most > 1 && tree.part.kind !== 'set') ? 99 : 1;
    }
    default:
      return tree.parts.reduce((sum, part) => sum + openRepeats(part), 0);
  }
}

/** `\s+` and `a[0-9]*` never go back over what they have read; `a+b` may. */
function endsInItsRepeat(tree: Tree): boolean {
  if (openRepeats(tree) === 0) return true;
  if (tree.kind === 'repeat') return true;
  return tree.kind === 'sequence' && tree.parts.slice(0, -1).every((part) => openRepeats(part) === 0);
}

/** Java writes groups `$1` and any other character behind a backslash. */
export function replacementOf(text: string): (...found: unknown[]) => string {
  if (!/[$\\]/.test(text)) return () => text;
  return (...found) =>
    text.replace(/\\(.)|\$(\d)|\$/gs, (all, escaped?: string, group?: string) =>
      escaped !== undefined ? escaped : group === undefined ? all : String(found[Number(group)] ?? ''),
    );
}
