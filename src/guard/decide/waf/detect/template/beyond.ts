import type { Finding } from '../finding.ts';
import { finding } from '../text/judged.ts';
import { judgeExpression } from './expression.ts';
import { mayBeGrave } from './names.ts';
import { judgeScriptlet, scripted } from './tags.ts';
import { readExpression } from './tokens.ts';

/**
 * What stands in an expression so long that it is not read to its end: the rest of the text, a window after the other.
 *
 * Only what is grave counts, since windows begin and end anywhere.
 */
export function beyond(text: string): Finding | null {
  if (text.length < shortest) return null;
  openings.lastIndex = 0;
  for (let found = openings.exec(text); found !== null; found = openings.exec(text)) {
    const opener = found[0];
    const first = readExpression(text, openings.lastIndex, closers[opener.slice(0, 2)] ?? ')');
    if (!first.closed) return first.end < text.length ? windows(text, opener, found.index, first.end) : null;
    openings.lastIndex = Math.max(openings.lastIndex, first.end);
  }
  return null;
}

/** An expression has no more tokens than characters. */
const shortest = 200;
const overlap = 80;
/** Characters that are passed over at once when nothing in them is grave. */
const stretch = 1024;
/** Tokens of a window: the longer they are, the less is read twice. */
const most = 500;
const grave = 80;
const quoted = /["'`]/;

const openings = /\{\{|\{%|[$#*@~%]\{|<%|<#|\[#|#(?:set|if|foreach|evaluate) ?\(/g;
const closers: Readonly<Record<string, string>> = {
  '{{': '}}',
  '{%': '%}',
  '<%': '%>',
  '<#': '>',
  '[#': ']',
  ...{ '${': '}', '#{': '}', '*{': '}', '@{': '}', '~{': '}', '%{': '}' },
};

function windows(text: string, opener: string, open: number, from: number): Finding | null {
  for (let next = from; next < text.length; ) {
    const begin = Math.max(open, next - overlap);
    const to = Math.min(text.length, next + stretch);
    if (!mayBeGrave(text, begin, to) && !(opener === '<%' && scripted.test(text.slice(begin, to)))) {
      next += stretch;
      continue;
    }
    // Where a window begins within a string, quotes part what they do not part.
    for (const quotes of [true, false]) {
      const { tokens, end } = readExpression(text, begin, '\0', quotes, most);
      const found =
        opener === '<%' ? judgeScriptlet(text.slice(begin, end), 0, tokens) : judgeExpression(tokens);
      if (found !== null && found.score >= grave)
        return finding('template', found.score - 20, `${opener}…`, found.what, open, end);
      if (quotes && quoted.test(text.slice(begin, end))) continue;
      next = Math.max(end, next + 1);
      break;
    }
  }
  return null;
}
