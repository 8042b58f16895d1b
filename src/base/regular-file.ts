import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What stands in the place of a file, and might be waited for without end by whoever reads it. */
class NoFile extends Error {
  /** In the place of the system's code. */
  readonly code = 'it is no regular file';

  constructor(path: string) {
    super(`${path} is no regular file`);
    this.name = 'NoFile';
  }
}

// A pipe that nobody writes to is opened at once this way, and told from a file afterwards: nothing can be put in its
// place in between.
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/** The bytes of a file. Throws the system's error, or one like it for a pipe, a device, a folder. */
export function readRegular(path: string): Buffer {
  const file = openSync(path, flags);
  try {
    if (!fstatSync(file).isFile()) throw new NoFile(path);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** The text of a file, as `readRegular` reads it. */
export const textOfRegular = (path: string): string => readRegular(path).toString();

/** The bytes of a file, without holding the thread up. Rejects as `readRegular` throws. */
export async function regularBytes(path: string): Promise<Buffer> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, flags);
    if (!(await file.stat()).isFile()) throw new NoFile(path);
    return await file.readFile();
  } finally {
    await file?.close();
  }
}
