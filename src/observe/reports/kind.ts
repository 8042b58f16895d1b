import type { Kind } from '../../base/kind.ts';
import type { Row } from '../journal/rows.ts';

/** A cell is text, or a number, which is shown to the right. */
export type Cell = string | number;

/** What a report shows: names of columns, and rows of as many values. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A span of time, in milliseconds since the epoch, and the steps in which it is shown. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** A report: what it counts while the rows of the journal go by, and the table that comes of it. */
export interface ReportKind<T> extends Kind<object> {
  /** What the table is headed with. */
  readonly title: string;
  empty(span: Span): T;
  add(tally: T, row: Row): void;
  table(tally: T): Table;
}

export const report = <T>(kind: ReportKind<T>): ReportKind<T> => Object.freeze(kind);

/** Adds to a count under a key. */
export function bump<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** A part of a whole: `12.5 %`. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

/** True when a column is read by its figures: numbers, or shares of a whole. */
export const isFigure = (cell: Cell | undefined): boolean =>
  typeof cell === 'number' || cell === '–' || (cell?.endsWith(' %') ?? false);
