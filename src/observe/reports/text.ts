import { text as escaped } from '../logs/escape.ts';
import { type Cell, isFigure, share, type Table } from './kind.ts';
import type { Report } from './report.ts';

const maxCell = 64;

/** A table for the terminal: numbers to the right, and nothing in it that a caller could steer the terminal with. */
export function textTable({ columns, rows }: Table, indent = ''): string {
  const cells = rows.map((row) => row.map(shown));
  const widths = columns.map((c, i) => Math.max(c.length, ...cells.map((row) => [...(row[i] ?? '')].length)));
  const right = columns.map((_, i) => rows.length > 0 && rows.every((row) => isFigure(row[i])));
  const line = (parts: readonly string[]): string =>
    `${indent}${parts.map((p, i) => padded(p, widths[i]!, right[i]!)).join('  ')}`.trimEnd();
  return [line(columns), `${indent}${widths.map((w) => '─'.repeat(w)).join('  ')}`, ...cells.map(line)].join(
    '\n',
  );
}

/** The whole report for the terminal. */
export function reportText(report: Report): string {
  const { totals, from, to } = report;
  const head = `Requests from ${moment(from)} to ${moment(to)} UTC`;
  if (totals.requests === 0) return `${head}\n\nNone was recorded in this time.\n`;
  const sum = `${totals.requests} requests: ${totals.allowed} allowed (${share(totals.allowed, totals.requests)}), ${totals.refused} refused, ${totals.failed} failed; ${totals.meanLatencyMs} ms on average`;
  const sections = report.sections
    .filter((s) => s.rows.length > 0)
    .map((s) => `${s.title}\n\n${textTable(s, '  ')}`);
  return `${[head, sum, ...sections].join('\n\n')}\n`;
}

export const moment = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

function shown(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  // Marks that turn the direction of writing, or cannot be seen, would let a path pose as another.
  const clean = escaped(cell).replace(
    /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    '\ufffd',
  );
  const characters = [...clean];
  if (characters.length <= maxCell) return clean;
  // The end of a rule’s name tells it apart, as the beginning of a path does.
  return `${characters.slice(0, 24).join('')}…${characters.slice(25 - maxCell).join('')}`;
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length));
  return right ? space + text : text + space;
}
