import {
  close,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  write,
} from 'node:fs';
import { dirname } from 'node:path';

/** How large log files grow, and how much may wait for the disk. */
export interface LogFileLimits {
  /** The file is put aside (`.1`, `.2`, …) once it has grown past this. */
  readonly maxBytes: number;
  /** How many files that were put aside are kept. */
  readonly kept: number;
  /** Bytes that wait for the disk at most; lines beyond are dropped and counted. */
  readonly maxPending: number;
}

/** 320 MB for each log at most: the file and four that were put aside. */
export const defaultLimits: LogFileLimits = {
  maxBytes: 64 * 1024 * 1024,
  kept: 4,
  maxPending: 4 * 1024 * 1024,
};

/** Bytes of a batch to begin with; it doubles as it fills. A larger one than `keptBatch`, or one hardly used, is let go. */
const firstBatch = 8 * 1024;
const keptBatch = 512 * 1024;
const LINE_END = 10;
/** As `a`; and where a pipe stands in the file's place, nobody waits until somebody reads it. */
const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * A file that lines are appended to, in batches and without ever waiting for the disk. When it cannot be
 * written (no space, no access) lines are dropped and counted, and every flush tries anew. One that was removed is
 * made anew.
 */
export class LogFile {
  readonly path: string;
  readonly #limits: LogFileLimits;
  #fd = -1;
  #size = 0;
  /** False for a pipe or a device: those do not grow. */
  #grows = true;
  /** What waits for the disk, and how much of it there is. */
  #batch: Buffer = Buffer.alloc(0);
  #pending = 0;
  #lines = 0;
  /** A batch that has been written, for the one after the next. */
  #spare: Buffer | null = null;
  #writing: Promise<void> | null = null;
  #torn = false;
  #dropped = 0;
  #state = 'ok';

  constructor(path: string, limits: LogFileLimits = defaultLimits) {
    this.path = path;
    this.#limits = limits;
  }

  /** Lines that could not be written, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** `ok`, or the code of the error the last write met: `ENOSPC`, `EACCES`, … */
  get state(): string {
    return this.#state;
  }

  /** Appends a line; it must not hold a line break. */
  append(line: string): void {
    const room = this.#limits.maxPending - this.#pending;
    // No character takes more than three bytes; most take one.
    const most = line.length * 3 + 1;
    if (line.length >= room || (most > room && Buffer.byteLength(line) >= room)) {
      this.#dropped++;
      return;
    }
    if (this.#pending + most > this.#batch.length) this.#grow(this.#pending + most);
    const batch = this.#batch;
    const end = this.#pending + batch.write(line, this.#pending);
    batch[end] = LINE_END;
    this.#pending = end + 1;
    this.#lines++;
  }

  /** Hands what is pending to the disk, unless the last batch is still under way. */
  flush(): Promise<void> {
    if (this.#writing !== null) return this.#writing;
    if (this.#lines === 0) return Promise.resolve();
    this.#leaveRemoved();
    if (!this.#open()) return Promise.resolve();
    const batch = this.#batch;
    const lined = batch.subarray(0, this.#pending);
    const bytes = this.#torn ? Buffer.concat([Buffer.of(LINE_END), lined]) : lined;
    const lines = this.#lines;
    this.#batch = this.#spare ?? Buffer.alloc(0);
    this.#spare = null;
    this.#pending = 0;
    this.#lines = 0;
    this.#writing = this.#write(bytes, lines).finally(() => {
      this.#writing = null;
      if (batch.length <= keptBatch && bytes.length * 4 > batch.length) this.#spare = batch;
    });
    return this.#writing;
  }

  /** Opens the file by its name again, from the next flush on: after somebody else has moved it. */
  reopen(): void {
    const fd = this.#fd;
    if (fd < 0) return;
    this.#fd = -1;
    void (this.#writing ?? Promise.resolve()).then(() => close(fd, () => {}));
  }

  /** Writes what is left and closes the file. */
  async close(): Promise<void> {
    await this.#writing;
    await this.flush();
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(firstBatch, 2 ** Math.ceil(Math.log2(needed))));
    this.#batch.copy(grown, 0, 0, this.#pending);
    this.#batch = grown;
  }

  async #write(bytes: Buffer, lines: number): Promise<void> {
    const fd = this.#fd;
    let done = 0;
    while (done < bytes.length) {
      const { error, written } = await new Promise<{ error: NodeJS.ErrnoException | null; written: number }>(
        (resolve) =>
          write(fd, bytes, done, bytes.length - done, null, (e, n) => resolve({ error: e, written: n })),
      );
      if (error !== null) return this.#failed(error, done, bytes, lines);
      done += written;
    }
    this.#state = 'ok';
    this.#torn = false;
    this.#size += done;
    if (this.#grows && this.#size >= this.#limits.maxBytes && this.#fd === fd) this.#rotate();
  }

  /** Counts the lines that did not get whole onto the disk; a part of one is ended by the next batch. */
  #failed(error: NodeJS.ErrnoException, done: number, bytes: Buffer, lines: number): void {
    let whole = 0;
    for (let i = 0; i < done; i++) if (bytes[i] === LINE_END) whole++;
    if (this.#torn && done > 0) whole--;
    this.#dropped += lines - Math.max(0, whole);
    this.#torn = done > 0 ? bytes[done - 1] !== LINE_END : this.#torn;
    this.#size += done;
    this.#state = error.code ?? 'EIO';
    this.reopen();
  }

  #open(): boolean {
    if (this.#fd >= 0) return true;
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o750 });
      this.#fd = openSync(this.path, flags, 0o640);
      const found = fstatSync(this.#fd);
      this.#size = found.size;
      this.#grows = found.isFile();
      return true;
    } catch (error) {
      this.#state = (error as NodeJS.ErrnoException).code ?? 'EIO';
      this.#dropped += this.#lines;
      this.#pending = 0;
      this.#lines = 0;
      return false;
    }
  }

  /** Lets go of a file that no name leads to any more: what was written there, nobody would read. */
  #leaveRemoved(): void {
    if (this.#fd >= 0 && fstatSync(this.#fd).nlink === 0) this.reopen();
  }

  #rotate(): void {
    try {
      closeSync(this.#fd);
      this.#fd = -1;
      rmSync(`${this.path}.${this.#limits.kept}`, { force: true });
      for (let i = this.#limits.kept - 1; i >= 1; i--)
        moveIfThere(`${this.path}.${i}`, `${this.path}.${i + 1}`);
      renameSync(this.path, `${this.path}.1`);
    } catch (error) {
      this.#state = (error as NodeJS.ErrnoException).code ?? 'EIO';
    }
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
