import { asCommand, codes } from '../texts/command-line.ts';
import { isSpace } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/** Undoes what POSIX shells overlook: takes `\ " '` away, makes one space of white space, trims, writes small. */
export default transform({
  name: 'CMD_LINE_UNIX',
  about: 'Undoes what POSIX shells overlook: quotes, backslashes and runs of white space.',
  apply: (text) => asCommand(text, manner),
});

const manner = { deleted: codes('\\"\''), spaces: isSpace, trims: true, joins: false, windows: false };
