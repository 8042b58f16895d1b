import { statSync } from 'node:fs';
import type { Block } from '../../base/address.ts';
import { textOfRegular } from '../../base/regular-file.ts';
import type { Definition } from '../../define/model/definition.ts';
import { listNames } from '../../define/model/lists.ts';
import { IpRanges } from '../../guard/decide/waf/addresses/ip-ranges.ts';
import { SharedDigests } from '../../guard/decide/waf/managed/lists/digests.ts';
import { botCell, credentialsCell, listCell } from '../../guard/decide/waf/managed/lists/listed.ts';
import {
  narrowRoom,
  type Room,
  SharedRanges,
  wideRoom,
} from '../../guard/decide/waf/managed/lists/ranges.ts';
import type { Cells } from '../../guard/serve/gateway.ts';
import type { ProcessLog } from '../supervise/process-log.ts';
import { fetchList, isUrl, keptCopy } from './fetched.ts';
import { readCredentials } from './read-credentials.ts';
import { readBlocks } from './read-list.ts';

/** How often files are looked at, in wall-clock milliseconds. */
const lookMs = 10_000;

/** A list that a generation looks at. */
interface Watched {
  readonly name: string;
  readonly sources: readonly string[];
  readonly cells: SharedArrayBuffer;
  /** Of addresses; null for credentials. */
  readonly room: Room | null;
  /** When and how large its files were when they were read, and when its URLs are to be fetched again. */
  stamp: string;
  dueMs: number;
}

/**
 * Fills the lists that managed rule groups look at, from the files and URLs of the settings. Files are read before
 * workers serve, and again when they change; URLs are fetched behind that, from a copy until they answer. What
 * cannot be had leaves what is there.
 */
export class Lists {
  readonly #folder: string;
  readonly #log: ProcessLog;
  #watched: readonly Watched[] = [];
  #refreshMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #fetching: Promise<void> = Promise.resolve();

  constructor(folder: string, log: ProcessLog) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Takes a generation whose memory is laid out. */
  begin({ settings }: Definition, cells: Cells): void {
    const { lists } = settings;
    this.#refreshMs = lists.refreshMinutes * 60_000;
    const wanted: [string, string, readonly string[], Room | null][] = [
      ...(Object.keys(listNames) as (keyof typeof listNames)[]).map(
        (name) => [name, listCell(name), lists[name], wideRoom] as [string, string, readonly string[], Room],
      ),
      ...Object.entries(lists.bots).map(
        ([bot, sources]) =>
          [`bots.${bot}`, botCell(bot), sources, narrowRoom] as [string, string, readonly string[], Room],
      ),
      ['credentials', credentialsCell, lists.credentials === undefined ? [] : [lists.credentials], null],
    ];
    const before = this.#watched;
    this.#watched = wanted.flatMap(([name, id, sources, room]) => {
      const own = cells.get(id);
      if (own === undefined) return [];
      const same = before.find((w) => w.cells === own && w.sources.join('\n') === sources.join('\n'));
      return [same ?? { name, sources, cells: own, room, stamp: 'none', dueMs: 0 }];
    });
    this.look();
    if (this.#watched.length > 0) this.#timer ??= setInterval(() => this.look(), lookMs).unref();
  }

  /** Reads what has changed, and fetches what is due; `nowMs` by `performance.now()`, which nobody puts back. */
  look(nowMs = performance.now()): void {
    for (const list of this.#watched) {
      const stamp = list.sources.map(stampOf).join('\n');
      if (stamp !== list.stamp) {
        list.stamp = stamp;
        this.#fill(list, new Map());
      }
      if (nowMs < list.dueMs || !list.sources.some(isUrl)) continue;
      list.dueMs = nowMs + this.#refreshMs;
      this.#fetching = this.#fetching.then(() => this.#fetch(list));
    }
  }

  /** Kept once everything that was due has been fetched. */
  get settled(): Promise<void> {
    return this.#fetching;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #fetch(list: Watched): Promise<void> {
    const texts = new Map<string, string>();
    for (const url of list.sources.filter(isUrl)) {
      try {
        texts.set(url, await fetchList(this.#folder, url));
      } catch (fault) {
        this.#log.warn(`the list ${list.name} stays as it was: ${(fault as Error).message}`);
      }
    }
    if (texts.size > 0 && this.#watched.includes(list)) this.#fill(list, texts);
  }

  #fill(list: Watched, fetched: ReadonlyMap<string, string>): void {
    const texts = list.sources.map((source) => {
      if (isUrl(source)) return fetched.get(source) ?? keptCopy(this.#folder, source);
      try {
        return textOfRegular(source);
      } catch (fault) {
        this.#log.error(`the list ${list.name} lacks ${source}: ${(fault as Error).message}`);
        return '';
      }
    });
    const left =
      list.room === null ? layCredentials(list.cells, texts) : layRanges(list.cells, list.room, texts);
    if (left > 0) this.#log.error(`the list ${list.name} is too long: ${left} entries were left out`);
  }
}

function layRanges(cells: SharedArrayBuffer, room: Room, texts: readonly string[]): number {
  const blocks: Block[] = [];
  for (const text of texts) for (const block of readBlocks(text)) blocks.push(block);
  return new SharedRanges(cells, room).lay(new IpRanges(blocks));
}

const layCredentials = (cells: SharedArrayBuffer, texts: readonly string[]): number =>
  new SharedDigests(cells).lay(readCredentials(texts.join('\n')));

function stampOf(source: string): string {
  if (isUrl(source)) return source;
  const found = statSync(source, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? `${source} is gone` : `${source} ${found.ino} ${found.mtimeNs} ${found.size}`;
}
