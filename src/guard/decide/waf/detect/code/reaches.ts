import { AnyOf } from '../text/any-of.ts';
import { judged } from '../text/judged.ts';
import type { Call } from './calls.ts';
import { ways } from './ways.ts';

const uncalled = ways.filter(({ holds, called }) => called === undefined && !holds.includes('('));

/** What must stand in a text for any of them; those of one character are asked for by themselves. */
const some = new AnyOf(ways.map(({ holds }) => holds).filter((held) => held.length > 1));
const marks = ways.map(({ holds }) => holds).filter((held) => held.length === 1);

const mayReach = (text: string): boolean => marks.some((mark) => text.includes(mark)) || some.isIn(text);

const near = 8_192;

/** What leads out of a program without any call that is known by its name. */
export function reaches(text: string): Call | null {
  if (!mayReach(text)) return null;
  let worst: Call | null = null;
  let start = '';
  for (const { holds, written, score, what } of text.includes('(') ? ways : uncalled) {
    if ((worst !== null && worst.score >= score) || !text.includes(holds)) continue;
    if (start === '') start = text.length > near ? text.slice(0, near) : text;
    const found = written.exec(start);
    if (found !== null)
      worst = { ...judged(score, what), from: found.index, to: found.index + found[0].length };
  }
  return worst;
}
