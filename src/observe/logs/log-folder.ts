import { join } from 'node:path';
import { defaultLimits, LogFile, type LogFileLimits } from './log-file.ts';
import { defaultStreams, keepNewest, type StreamLimits } from './stream-files.ts';

/** Passing streams that are kept open at once: each process of a function has one of its own. */
const maxPassing = 48;

/**
 * The log files of a data folder, by log group and stream. With no folder nothing is kept. Of streams that come and go
 * the newest are.
 */
export class LogFolder {
  readonly #folder: string | null;
  readonly #limits: LogFileLimits;
  readonly #lasting = new Map<string, LogFile>();
  readonly #passing = new Map<string, LogFile>();
  readonly #closing = new Set<Promise<void>>();
  readonly #streams: StreamLimits;
  /** How many streams have begun in a group. */
  readonly #begun = new Map<string, number>();
  #tidying: Promise<void> = Promise.resolve();
  #droppedBefore = 0;

  constructor(
    folder: string | null,
    limits: LogFileLimits = defaultLimits,
    streams: StreamLimits = defaultStreams,
  ) {
    this.#folder = folder;
    this.#limits = limits;
    this.#streams = streams;
  }

  /** The file of a stream that is written for as long as the gateway runs; null when nothing is kept. */
  lasting(group: string, stream: string): LogFile | null {
    if (this.#folder === null) return null;
    const path = join(this.#folder, safePath(`${group}/${stream}`));
    let file = this.#lasting.get(path);
    if (file === undefined) {
      file = new LogFile(path, this.#limits);
      this.#lasting.set(path, file);
    }
    return file;
  }

  /** Appends to a stream that comes and goes. */
  append(group: string, stream: string, line: string): void {
    if (this.#folder === null) return;
    const path = join(this.#folder, safePath(`${group}/${stream}`));
    let file = this.#passing.get(path);
    if (file === undefined) {
      if (this.#passing.size >= maxPassing) this.#retire();
      file = new LogFile(path, this.#limits);
      this.#tidy(join(this.#folder, safePath(group)));
    } else this.#passing.delete(path);
    // Put last: the first is the one that was written longest ago.
    this.#passing.set(path, file);
    file.append(line);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#all().map((f) => f.flush()));
  }

  reopen(): void {
    for (const file of this.#all()) file.reopen();
  }

  async close(): Promise<void> {
    await Promise.all(this.#all().map((f) => f.close()));
    await Promise.all(this.#closing);
    await this.#tidying;
  }

  get dropped(): number {
    let sum = this.#droppedBefore;
    for (const file of this.#all()) sum += file.dropped;
    return sum;
  }

  /** Files that could not be written the last time, and why. */
  get failing(): { readonly path: string; readonly state: string }[] {
    return this.#all()
      .filter((f) => f.state !== 'ok')
      .map(({ path, state }) => ({ path, state }));
  }

  #tidy(group: string): void {
    const begun = this.#begun.get(group) ?? 0;
    this.#begun.set(group, begun + 1);
    if (begun % this.#streams.every !== 0) return;
    this.#tidying = this.#tidying.then(() => keepNewest(group, this.#streams));
  }

  #all(): LogFile[] {
    return [...this.#lasting.values(), ...this.#passing.values()];
  }

  /** Closes the passing file that was written longest ago. */
  #retire(): void {
    const [path, file] = this.#passing.entries().next().value!;
    this.#passing.delete(path);
    const closed = file.close().finally(() => {
      this.#droppedBefore += file.dropped;
      this.#closing.delete(closed);
    });
    this.#closing.add(closed);
  }
}

/** A group's or stream's name as a path that cannot leave its folder. */
export function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '');
  const safe = parts.map((part) => {
    const kept = part.replace(/[^\w.$@#+=,[\]-]/g, '_').slice(0, 200);
    return /^\.+$/.test(kept) ? kept.replaceAll('.', '_') : kept;
  });
  return safe.length === 0 ? '_' : safe.join('/');
}
