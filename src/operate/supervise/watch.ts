import { type BigIntStats, type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps; what changes within this time (ms) is one change. */
const settleMs = 150;
/** How often it is looked whether something has changed that nobody was told of (ms). */
const lookMs = 1_000;

/** A folder that is watched, and which names in it matter; null: all of them, and those in folders below. */
interface Place {
  names: ReadonlySet<string> | null;
  /** Which folder it is: another may come to bear its name. */
  readonly folder: string;
  readonly watcher: FSWatcher;
}

/**
 * Calls `changed` when one of the files, or anything in one of the folders, has changed. The system tells of what happens
 * in a folder that it is asked to watch; of a link on the way there that comes to point elsewhere, as Kubernetes
 * updates a volume and others put a release in force, it does not, and on some file systems of nothing. So it is also looked.
 */
export class Watch {
  readonly #places = new Map<string, Place>();
  readonly #changed: () => void;
  /** What stood at each path when it was last told of. */
  #stamps: ReadonlyMap<string, string> = new Map();
  readonly #looking: NodeJS.Timeout;
  #pause: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#looking = setInterval(() => this.#look(), lookMs).unref();
  }

  /** Watches these from now on. What was watched before and still is goes on without a gap, so that no change falls through. */
  follow(paths: readonly string[]): void {
    if (this.#closed) return;
    this.#stamps = new Map(paths.map((path) => [path, this.#stamps.get(path) ?? stampOf(path)]));
    const wanted = placesOf(paths);
    for (const [folder, place] of this.#places) {
      const names = wanted.get(folder);
      const stays = names !== undefined && (names === null) === (place.names === null);
      if (stays && place.folder === folderAt(folder)) {
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
    clearInterval(this.#looking);
    if (this.#pause !== null) clearTimeout(this.#pause);
    for (const { watcher } of this.#places.values()) watcher.close();
  }

  #open(folder: string, names: ReadonlySet<string> | null): void {
    if (!isFolder(folder)) return;
    const which = folderAt(folder);
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, { recursive: names === null }, (_event, name) => {
        if (place.names === null || name === null || place.names.has(name)) this.#soon();
      });
    } catch {
      // The system watches no more, or it has gone meanwhile: it is still looked at.
      return;
    }
    const place: Place = { names, folder: which, watcher };
    // A folder that goes away is a change; what became of it, the reading says.
    watcher.on('error', () => this.#soon());
    this.#places.set(folder, place);
  }

  #soon(): void {
    if (this.#closed) return;
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#stamps = new Map([...this.#stamps.keys()].map((path) => [path, stampOf(path)]));
      this.#changed();
    }, settleMs);
  }

  #look(): void {
    const changed = [...this.#stamps].some(([path, stamp]) => stampOf(path) !== stamp);
    if (changed) this.#soon();
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

const isFolder = (path: string): boolean => statAt(path)?.isDirectory() ?? false;

function statAt(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true });
  } catch {
    // Links in a circle, a folder that may not be entered: nobody can read what is there.
    return undefined;
  }
}

/** What stands at a path, behind every link: of a folder only which it is, since what happens in it is told of. */
function stampOf(path: string): string {
  const found = statAt(path);
  if (found === undefined) return '';
  // Numbers of files that have gone are given anew.
  const which = `${found.dev} ${found.ino} ${found.birthtimeNs}`;
  return found.isDirectory() ? which : `${which} ${found.mtimeNs} ${found.size}`;
}

/** Which folder stands at a path; '' when none does. */
const folderAt = (path: string): string => (isFolder(path) ? stampOf(path) : '');
