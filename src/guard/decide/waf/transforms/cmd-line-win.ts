import { asCommand, codes } from '../texts/command-line.ts';
import { isSpace } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/**
 * Undoes what the shells of Windows overlook: takes quotes, back-ticks, carets and lines continued by a caret
 * away, makes one space of white space and one backslash of several, trims, writes small.
 */
export default transform({
  name: 'CMD_LINE_WIN',
  about: 'Undoes what the shells of Windows overlook: quotes, carets, back-ticks and runs of backslashes.',
  apply: (text) => asCommand(text, manner),
});

const manner = { deleted: codes('"\'^`'), spaces: isSpace, trims: true, joins: false, windows: true };
