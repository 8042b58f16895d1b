import type { z } from 'zod';
import { type Field, fieldsOf, type Marked } from './fields.ts';

/** A table; empty columns are left out. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = columns.map((_, i) => i).filter((i) => i === 0 || rows.some((row) => row[i] !== ''));
  const line = (cells: readonly string[]): string => `| ${kept.map((i) => escaped(cells[i]!)).join(' | ')} |`;
  return [line(columns), `|${kept.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

const escaped = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/`[^`]*`/g, (code) => code.replaceAll('&lt;', '<'));

export const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** The reference of a shape: each field, what may stand there, its default and its sentence. */
export const reference = (shape: z.ZodType, base = ''): string => fieldTable(fieldsOf(shape, base));

export const fieldTable = (fields: readonly Field[]): string =>
  table(
    ['field', 'value', 'default', 'what it says'],
    fields.map((f) => [code(f.path), f.type, f.needed ? 'needed' : code(f.standard), f.about]),
  );

/** A shape’s fields with what becomes of each here. */
export const fidelityTable = (
  shape: z.ZodType,
  whole: { fidelity: string; reason: string } | null = null,
): string =>
  table(
    ['property', 'here', 'why not enforced'],
    fieldsOf(shape).map((f) => [
      code(f.path),
      whole?.fidelity ?? shownStanding(f.standing),
      (whole ?? f.standing)?.reason ?? '',
    ]),
  );

/** `enforced`, `stored` or `refused`; of a property whose harmless values are taken, that some are refused. */
export function shownStanding(standing: Marked | null): string {
  if (standing === null) return 'enforced';
  return standing.unless === undefined ? standing.fidelity : `some values ${standing.fidelity}`;
}
