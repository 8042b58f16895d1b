import { statSync } from 'node:fs';
import { keyCells, layKeys } from '../../../guard/decide/waf/tokens/keys.ts';
import type { Cells } from '../../../guard/serve/gateway.ts';
import type { ProcessLog } from '../process-log.ts';
import { keyFileOf, keyMs, readKeys, rotated, writeKeys } from './key-file.ts';

/** How often the file of keys is looked at, in wall-clock milliseconds. */
const lookMs = 2_000;

/**
 * Keeps the keys that tokens are signed with: in a file of the data folder, and from there in the memory of all
 * workers. A file that was changed by `rotate`, or that came from another node, is in force within two seconds; a
 * key signs for thirty days.
 */
export class Keyring {
  readonly #file: string;
  readonly #log: ProcessLog;
  #cells: SharedArrayBuffer | null = null;
  #begun = false;
  #seen = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(folder: string, log: ProcessLog) {
    this.#file = keyFileOf(folder);
    this.#log = log;
  }

  /**
   * Lays the keys for a generation, when something in it needs them. Throws a `Halt` for the first one when they
   * cannot be had. Later nothing is thrown: without keys no token counts and none is made, so nothing is left open.
   */
  lay(cells: Cells): void {
    const first = !this.#begun;
    this.#begun = true;
    const found = cells.get(keyCells.id) ?? null;
    if (found === null || found === this.#cells) return;
    this.#cells = found;
    this.#timer ??= setInterval(() => this.look(), lookMs).unref();
    try {
      this.#read(found);
    } catch (fault) {
      if (first) throw fault;
      this.#log.error((fault as Error).message);
    }
  }

  /** Looks whether the file has changed, or its newest key has signed for long enough. */
  look(nowMs = Date.now()): void {
    if (this.#cells === null) return;
    try {
      const newest = readKeys(this.#file)?.keys[0];
      const old = newest === undefined || nowMs - newest.madeAt >= keyMs;
      if (old || stampOf(this.#file) !== this.#seen) this.#read(this.#cells, nowMs);
    } catch (fault) {
      const stamp = stampOf(this.#file);
      if (stamp !== this.#seen) this.#log.error(`${(fault as Error).message}; the keys in force stay`);
      this.#seen = stamp;
    }
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  #read(cells: SharedArrayBuffer, nowMs = Date.now()): void {
    let found = readKeys(this.#file);
    if (found === null || nowMs - found.keys[0]!.madeAt >= keyMs) {
      found = rotated(found, nowMs);
      writeKeys(this.#file, found);
    }
    layKeys(cells, found.keys);
    this.#seen = stampOf(this.#file);
  }
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}
