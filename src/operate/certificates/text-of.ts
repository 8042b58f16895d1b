import { readFile } from 'node:fs/promises';

/** A file's text; null when it cannot be read. */
export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
