import type { Bounds, Outcome, Take } from './part.ts';

/** True for a media type of tables (RFC 4180, and with tabs). */
export const isCsv = (type: string): boolean =>
  type === 'text/csv' || type === 'application/csv' || type === 'text/tab-separated-values';

/**
 * The cells of a table (RFC 4180 2), each by the head of its column, quotes undone: an application puts them into its own
 * tables one by one. Parted by commas, semicolons or tabs, as the first line is. Linear; never throws.
 */
export function csvParts(text: string, take: Take, bounds: Bounds): Outcome {
  const first = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const mark = ['\t', ';', ','].find((each) => first.includes(each)) ?? ',';
  const heads: string[] = [];
  let left = bounds.parts;
  let row = 0;
  let column = 0;
  for (let at = 0; at < text.length; ) {
    if (left-- <= 0) {
      take('', text.slice(at), 'rest');
      return 'truncated';
    }
    let value: string;
    if (text[at] === '"') {
      const end = quotedEnd(text, at + 1);
      value = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else value = '';
    const begin = at;
    while (at < text.length && text[at] !== mark && text[at] !== '\n') at++;
    value += text.slice(begin, at).trimEnd();
    if (row === 0) heads.push(value);
    if (value !== '') take(heads[column] ?? '', value, 'form');
    if (text[at] === mark) column++;
    else {
      row++;
      column = 0;
    }
    at++;
  }
  return 'whole';
}

/** Where a cell in quotes ends: two of them are one that stands in it. */
function quotedEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return text.length;
}
