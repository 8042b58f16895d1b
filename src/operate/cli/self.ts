import { realpathSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * How to call this program from the folder a person stands in: what they can paste. `npm` is the command of npm that
 * began it (`exec`, `start`), which has folders on the path that the person's shell has not; '' for none.
 */
export function selfCommand(
  path = process.env.PATH ?? '',
  from = process.cwd(),
  npm = process.env.npm_command ?? '',
): string {
  const program = realpathSync(join(root, 'bin/portcullis.mjs'));
  const folders = path.split(delimiter);
  const found = (among: readonly string[]) => whichOf('portcullis', among.join(delimiter)) === program;
  if (found(folders.filter((folder) => npm === '' || !NPMS.test(folder)))) return 'portcullis';
  if (npm === 'exec' && found(folders)) return 'npx portcullis';
  return `node ${quoted(nearPath(program, from))}`;
}

const NPMS = /[\\/]node_modules[\\/]\.bin$/;

/** A file as one would name it from the folder one stands in: below it without the way there, elsewhere as a whole. */
export function nearPath(file: string, from = process.cwd()): string {
  const near = relative(from, file);
  return near.startsWith('..') ? resolve(file) : near;
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
