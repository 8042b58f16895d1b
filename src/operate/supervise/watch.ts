import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Editors write in several steps; what changes within this time (ms) is one change. */
const settleMs = 150;

/** Calls `changed` when one of the files, or a file in one of the folders, has changed. */
export class Watch {
  readonly #watchers: FSWatcher[] = [];
  #pause: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(paths: readonly string[], changed: () => void) {
    const soon = (): void => {
      if (this.#closed) return;
      if (this.#pause !== null) clearTimeout(this.#pause);
      this.#pause = setTimeout(changed, settleMs);
    };
    for (const place of new Set(paths.map(watched))) {
      const watcher = watch(place, { recursive: isFolder(place) && paths.includes(place) }, soon);
      // A folder that goes away is a change; what became of it, the reading says.
      watcher.on('error', soon);
      this.#watchers.push(watcher);
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#pause !== null) clearTimeout(this.#pause);
    for (const watcher of this.#watchers) watcher.close();
  }
}

/** Editors replace a file by renaming another over it, which a watch on the file itself would lose. */
const watched = (path: string): string => (isFolder(path) ? path : dirname(path));

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
