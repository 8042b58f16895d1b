import { compileEcma } from '../../../../base/regex/ecma.ts';
import type { Method } from './method.ts';
import { patternOf, replacementOf } from './patterns.ts';
import { type Run, refused } from './run.ts';
import { numberOf, textOf } from './values.ts';

const at = (value: unknown, most: number): number =>
  Math.min(Math.max(Math.trunc(numberOf(value) ?? 0), 0), most);

/** What `java.lang.String` has that templates use. Each counts the text that it makes, or looks through. */
export const stringMethods: Readonly<Record<string, Method<string>>> = {
  length: (self) => self.length,
  isEmpty: (self) => self === '',
  isBlank: (self) => self.trim() === '',
  toString: (self: string) => self,
  equals: (self, [other]) => self === other,
  equalsIgnoreCase: (self, [other]) =>
    typeof other === 'string' && self.toLowerCase() === other.toLowerCase(),
  compareTo: (self, [other]) =>
    typeof other === 'string' ? (self < other ? -1 : self > other ? 1 : 0) : null,
  contains: (self, [part], run) => looked(self, run).includes(textOf(part, run)),
  startsWith: (self, [part], run) => self.startsWith(textOf(part, run)),
  endsWith: (self, [part], run) => self.endsWith(textOf(part, run)),
  indexOf: (self, [part, from], run) => looked(self, run).indexOf(textOf(part, run), at(from, self.length)),
  lastIndexOf: (self, [part], run) => looked(self, run).lastIndexOf(textOf(part, run)),
  charAt: (self, [place]) => self[at(place, self.length)] ?? null,
  substring: (self, [from, to], run) =>
    run.made(self.substring(at(from, self.length), to === undefined ? self.length : at(to, self.length))),
  concat: (self, [more], run) => run.made(self + textOf(more, run)),
  toLowerCase: (self, _, run) => run.made(self.toLowerCase()),
  toUpperCase: (self, _, run) => run.made(self.toUpperCase()),
  trim: (self, _, run) => run.made(self.trim()),
  strip: (self, _, run) => run.made(self.trim()),
  replace: (self, [part, by], run) => replaced(self, textOf(part, run), textOf(by, run), run),
  replaceAll: (self, [pattern, by], run) => {
    const { regExp } = patternOf(textOf(pattern, run), 'g', self.length);
    return run.made(looked(self, run).replace(regExp, replacementOf(textOf(by, run))));
  },
  replaceFirst: (self, [pattern, by], run) => {
    const { regExp } = patternOf(textOf(pattern, run), '', self.length);
    return run.made(looked(self, run).replace(regExp, replacementOf(textOf(by, run))));
  },
  split: (self, [pattern, limit], run) => {
    const { regExp } = patternOf(textOf(pattern, run), '', self.length);
    const parts = looked(self, run)
      .split(regExp, 100_000)
      .map((part) => part ?? '');
    run.work(parts.length);
    const most = numberOf(limit) ?? 0;
    // Java leaves out what is empty at the end, and does not split what is in front of the first character.
    if (most > 0 && parts.length > most) return [...parts.slice(0, most - 1), restOf(self, regExp, most - 1)];
    if (most === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    return parts;
  },
  matches: (self, [pattern], run) => matches(looked(self, run), textOf(pattern, run)),
};

/** Counts a text that is looked through. */
function looked(text: string, run: Run): string {
  run.work(1 + (text.length >>> 7));
  return text;
}

/** All occurrences of a text; what comes out is bounded before it is made. */
function replaced(text: string, part: string, by: string, run: Run): string {
  const grown =
    part === '' ? text.length * (by.length + 1) : (text.length / part.length) * by.length + text.length;
  if (grown > 40 * 1024 * 1024) throw refused('makes a text over 10 MB');
  return run.made(looked(text, run).replaceAll(part, () => by));
}

/** What follows the first so many separators. */
function restOf(text: string, separator: RegExp, count: number): string {
  const all = new RegExp(separator.source, `${separator.flags}g`);
  let end = 0;
  let seen = 0;
  for (const found of text.matchAll(all)) {
    end = found.index + found[0].length;
    if (++seen === count) break;
  }
  return text.slice(end);
}

const known = new Map<string, ReturnType<typeof compileEcma>>();

/** Whether a whole text matches a pattern, in linear time whoever wrote either. */
function matches(text: string, pattern: string): boolean {
  let compiled = known.get(pattern);
  if (compiled === undefined) {
    try {
      compiled = compileEcma(`^(?:${pattern})$`);
    } catch (reason) {
      throw refused(`has a pattern that cannot be used: ${(reason as Error).message}`);
    }
    if (known.size < 500) known.set(pattern, compiled);
  }
  return compiled.test(text);
}
