import type { Note } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import { plain } from './plain.ts';
import type { Paint } from './terminal.ts';

/** `template.json:12 error must be … [shape.range]` */
export function noteLine(note: Note, paint: Paint): string {
  const colour = { error: paint.red, warning: paint.yellow, info: paint.cyan }[note.level];
  const where = place(note.origin);
  const message = plain(note.message);
  return `${where === '' ? '' : `${plain(where)} `}${colour(note.level)} ${message} ${paint.dim(`[${note.code}]`)}`;
}

/** `2 errors, 1 warning`; '' when there are none of either. */
export function countLine(notes: readonly Note[]): string {
  const count = (level: Note['level']): number => notes.filter((note) => note.level === level).length;
  const parts = (['error', 'warning', 'info'] as const)
    .map((level) => ({ level, n: count(level) }))
    .filter(({ n }) => n > 0)
    .map(({ level, n }) => `${n} ${level === 'info' ? 'remark' : level}${n === 1 ? '' : 's'}`);
  return parts.join(', ');
}
