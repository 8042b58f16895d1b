import { stripVTControlCharacters } from 'node:util';
import { plain } from './plain.ts';

/** Lines of a table: columns as wide as what is in them; numbers stand to the right. The last column may be cut at `width`. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const cells = [columns, ...rows.map((row) => row.map(inOneLine))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => seen(row[i] ?? ''))));
  const right = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (row: readonly string[]): string =>
    fitted(
      row
        .map((cell, i) => {
          const space = ' '.repeat(widths[i]! - seen(cell));
          return right[i] ? space + cell : i === row.length - 1 ? cell : cell + space;
        })
        .join('  '),
      width,
    );
  return [
    line(columns),
    fitted(widths.map((w) => '─'.repeat(w)).join('  '), width),
    ...cells.slice(1).map(line),
  ];
}

/** A row that nobody wrote could stand behind a line break. */
const inOneLine = (cell: string | number): string => String(cell).replace(/[\n\t]/g, plain);

/** How wide a text is on the screen, colours left out. */
const seen = (text: string): number => stripVTControlCharacters(text).length;

/** Cut with an ellipsis; a line with colours is left whole, since a cut could leave one open. */
const fitted = (line: string, width: number): string =>
  line.length <= width || seen(line) !== line.length ? line : `${line.slice(0, width - 1)}…`;
