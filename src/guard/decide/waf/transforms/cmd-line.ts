import { asCommand, codes } from '../texts/command-line.ts';
import { isSpace } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/**
 * Undoes what shells overlook: takes `\ " ' ^` away, and white space before `/` and `(`; makes one space of
 * every run of commas, semicolons and white space; writes A to Z small.
 */
export default transform({
  name: 'CMD_LINE',
  about: 'Undoes what shells overlook: quotes, escapes, and runs of white space, commas and semicolons.',
  apply: (text) => asCommand(text, manner),
});

const manner = {
  deleted: codes('\\"\'^'),
  spaces: (code: number) => isSpace(code) || code === 44 || code === 59,
  trims: false,
  joins: true,
  windows: false,
};
