import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How much of the streams of one group is kept. */
export interface StreamLimits {
  readonly files: number;
  readonly bytes: number;
  /** It is looked after so many new streams, and at the first one. */
  readonly every: number;
}

/** Every process of a function has a stream: who makes a function crash with each call makes a file with each call. */
export const defaultStreams: StreamLimits = { files: 1_000, bytes: 1024 ** 3, every: 100 };

/** How the file of such a stream is called: `[$LATEST]0123456789abcdef0123456789abcdef.log`, or put aside. */
const isStream = (name: string): boolean => /^\[[^\]]*\][0-9a-f]{32}\.log(?:\.\d+)?$/.test(name);

/** Removes the files of a group that were written longest ago, until no more are left than may be. Never rejects. */
export async function keepNewest(group: string, { files, bytes }: StreamLimits): Promise<void> {
  try {
    const found = await filesBelow(group);
    found.sort((a, b) => b.writtenAt - a.writtenAt);
    let sum = 0;
    for (const [i, file] of found.entries()) {
      sum += file.bytes;
      if (i < files && sum <= bytes) continue;
      await rm(file.path, { force: true });
      // The folder of its day, when that was the last one.
      await rmdir(dirname(file.path)).catch(() => undefined);
    }
  } catch {
    // A folder that cannot be read, or went away meanwhile: the next time.
  }
}

interface StreamFile {
  readonly path: string;
  readonly bytes: number;
  readonly writtenAt: number;
}

async function filesBelow(folder: string): Promise<StreamFile[]> {
  const found: StreamFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // Other logs may have the same group.
    if (!entry.isFile() || !isStream(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    found.push({ path, bytes: size, writtenAt: mtimeMs });
  }
  return found;
}
