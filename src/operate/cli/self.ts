import { realpathSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** How to call this program from the folder a person stands in: what they can paste. */
export function selfCommand(path = process.env.PATH ?? '', from = process.cwd()): string {
  const program = realpathSync(join(root, 'bin/portcullis.mjs'));
  if (whichOf('portcullis', path) === program) return 'portcullis';
  const near = relative(from, program);
  return `node ${quoted(near.startsWith('..') ? program : near)}`;
}

/** The file a command's name leads to, links followed; '' when there is none. */
export function whichOf(name: string, path = process.env.PATH ?? ''): string {
  for (const folder of path.split(delimiter)) {
    try {
      return realpathSync(join(folder, name));
    } catch {
      // Not in this folder.
    }
  }
  return '';
}

/** A word for a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
