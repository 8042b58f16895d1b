import { regularBytes } from '../../base/regular-file.ts';

/** A file's text; null when it cannot be read. */
export async function textOf(path: string): Promise<string | null> {
  try {
    return (await regularBytes(path)).toString();
  } catch {
    return null;
  }
}
