import type { Note } from '../../base/note.ts';
import { EXIT, Halt } from '../halt.ts';

/** A definition that was refused at the start; the notes say why. */
export class RefusedDefinition extends Halt {
  readonly notes: readonly Note[];

  constructor(notes: readonly Note[]) {
    super(EXIT.findings, 'the definition has errors, and nothing was started');
    this.notes = notes;
  }
}
