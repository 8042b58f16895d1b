import { statSync } from 'node:fs';
import type { Cells } from '../../guard/serve/gateway.ts';
import type { ProcessLog } from '../supervise/process-log.ts';
import { layKeys, looksForKeys } from './lay.ts';
import { changeStore, readStore, storeFileOf } from './store.ts';
import { withoutEnded } from './versions.ts';

/** How often the store is looked at, in wall-clock milliseconds. */
const lookMs = 1_000;

/**
 * Keeps the keys of the key store in the memory of all workers. What `portcullis keys` changed, or what came from
 * another node, is in force within two seconds; no connection notices. Keys whose time is over are taken out of the
 * file.
 */
export class LaidKeys {
  readonly #file: string;
  readonly #log: ProcessLog;
  #cells: Cells = new Map();
  #seen = '';
  /** When the next key ends, in milliseconds since the epoch. */
  #nextEnd = Number.POSITIVE_INFINITY;
  #said = '';
  #timer: NodeJS.Timeout | null = null;
  #tidying: Promise<unknown> = Promise.resolve();

  constructor(folder: string, log: ProcessLog) {
    this.#file = storeFileOf(folder);
    this.#log = log;
  }

  /** Lays the keys for a generation, when something in it asks for them; a store that cannot be read lays none. */
  begin(cells: Cells): void {
    this.#cells = cells;
    if (!looksForKeys(cells)) return;
    this.#timer ??= setInterval(() => this.look(), lookMs).unref();
    this.#seen = '';
    this.look();
  }

  /** Looks whether the store has changed, or the time of a key is over. */
  look(nowMs = Date.now()): void {
    if (!looksForKeys(this.#cells)) return;
    try {
      const stamp = stampOf(this.#file);
      if (stamp !== this.#seen) this.#read(stamp);
      if (nowMs >= this.#nextEnd) this.#tidy(nowMs);
    } catch (fault) {
      this.#say(`${(fault as Error).message}; the keys in force stay`);
    }
  }

  /** Kept once what was to be taken out of the file is. */
  get settled(): Promise<unknown> {
    return this.#tidying;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#cells = new Map();
  }

  #read(stamp: string): void {
    const store = readStore(this.#file);
    const missing = layKeys(this.#cells, store);
    this.#seen = stamp;
    const ends = [...store.values()].flat().map(({ until }) => until ?? Number.POSITIVE_INFINITY);
    this.#nextEnd = Math.min(Number.POSITIVE_INFINITY, ...ends);
    if (missing.length === 0) this.#said = '';
    else
      this.#say(
        `the key store has no key ${missing.join(', ')}: tokens that are encrypted to it are refused (portcullis keys make)`,
      );
  }

  #tidy(nowMs: number): void {
    this.#nextEnd = Number.POSITIVE_INFINITY;
    this.#tidying = changeStore(this.#file, (store) => withoutEnded(store, nowMs)).catch((fault: Error) =>
      this.#log.warn(`keys whose time is over stay in the key store: ${fault.message}`),
    );
  }

  /** Once, as long as it stays the same. */
  #say(text: string): void {
    if (text !== this.#said) this.#log.error(text);
    this.#said = text;
  }
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? 'none' : `${found.ino} ${found.mtimeNs} ${found.size} ${found.ctimeNs}`;
}
