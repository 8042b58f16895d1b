import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps; what changes within this time (ms) is one change. */
const settleMs = 150;

/** A folder that is watched, and which names in it matter; null: all of them, and those in folders below. */
interface Place {
  names: ReadonlySet<string> | null;
  readonly watcher: FSWatcher;
}

/** Calls `changed` when one of the files, or anything in one of the folders, has changed. */
export class Watch {
  readonly #places = new Map<string, Place>();
  readonly #changed: () => void;
  #pause: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these from now on. What was watched before and still is goes on without a gap, so that no change falls through. */
  follow(paths: readonly string[]): void {
    if (this.#closed) return;
    const wanted = placesOf(paths);
    for (const [folder, place] of this.#places) {
      const names = wanted.get(folder);
      if (names !== undefined && (names === null) === (place.names === null)) {
        place.names = names;
        wanted.delete(folder);
      } else {
        place.watcher.close();
        this.#places.delete(folder);
      }
    }
    for (const [folder, names] of wanted) this.#open(folder, names);
  }

  close(): void {
    this.#closed = true;
    if (this.#pause !== null) clearTimeout(this.#pause);
    for (const { watcher } of this.#places.values()) watcher.close();
  }

  #open(folder: string, names: ReadonlySet<string> | null): void {
    if (!isFolder(folder)) return;
    const watcher = watch(folder, { recursive: names === null }, (_event, name) => {
      if (place.names === null || name === null || place.names.has(name)) this.#soon();
    });
    const place: Place = { names, watcher };
    // A folder that goes away is a change; what became of it, the reading says.
    watcher.on('error', () => this.#soon());
    this.#places.set(folder, place);
  }

  #soon(): void {
    if (this.#closed) return;
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = setTimeout(this.#changed, settleMs);
  }
}

/** Editors replace a file by renaming another over it, which a watch on the file itself would lose: its folder is watched. */
function placesOf(paths: readonly string[]): Map<string, Set<string> | null> {
  const places = new Map<string, Set<string> | null>();
  for (const path of paths) {
    if (isFolder(path)) places.set(path, null);
    else {
      const names = places.get(dirname(path));
      if (names === undefined) places.set(dirname(path), new Set([basename(path)]));
      else names?.add(basename(path));
    }
  }
  return places;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
