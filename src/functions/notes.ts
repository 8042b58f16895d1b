import { Clock } from '../base/clock.ts';
import type { Note } from '../base/note.ts';
import type { LambdaFunction } from '../define/model/function.ts';
import { Functions } from './functions.ts';

/** What keeps functions from running on this machine: their runtimes and their code. None of them is started. */
export async function functionNotes(functions: readonly LambdaFunction[]): Promise<Note[]> {
  if (functions.length === 0) return [];
  const looked = new Functions({ clock: Clock.running(), region: '', accountId: '', log: () => undefined });
  try {
    return looked.apply(functions);
  } finally {
    await looked.close();
  }
}
