import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { EXIT, Halt } from '../../halt.ts';
import { cannotWrite } from './data-folder.ts';

const runShape = z.object({
  pid: z.int(),
  /** When the process began, by the system's own count: a number that another process of this id does not have. */
  born: z.string(),
  dataPlane: z.string(),
  /** '' when HTTPS is not spoken. */
  secure: z.string().default(''),
  endpoint: z.string(),
  console: z.string(),
});

/** Which gateway runs on a data folder, and where it answers. Addresses are '' while it starts. */
export type Run = z.infer<typeof runShape>;

/** Where a gateway answers. */
export type Addresses = Readonly<Pick<Run, 'dataPlane' | 'secure' | 'endpoint' | 'console'>>;

const fileOf = (folder: string): string => join(folder, 'run.json');

/** The gateway that runs on a folder; null when there is none, or when what stands there is of one that died. */
export function readRun(folder: string): Run | null {
  let text: string;
  try {
    text = readFileSync(fileOf(folder), 'utf8');
  } catch {
    return null;
  }
  try {
    const run = runShape.parse(JSON.parse(text));
    return alive(run) ? run : null;
  } catch {
    return null;
  }
}

/** A data folder's claim: one gateway holds it at a time. */
export class RunFile {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Claims the folder. Throws a `Halt` when a running gateway has it, or when it cannot be written; what a dead
   * one left is taken away.
   */
  static claim(folder: string): RunFile {
    const draft = `${fileOf(folder)}.${process.pid}`;
    try {
      writeFileSync(draft, textOf({ dataPlane: '', secure: '', endpoint: '', console: '' }), { mode: 0o600 });
      for (;;) {
        try {
          // A link is made or is not: nobody ever reads a claim half written.
          linkSync(draft, fileOf(folder));
          return new RunFile(folder);
        } catch (fault) {
          if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
        }
        const run = readRun(folder);
        if (run !== null) throw taken(folder, run);
        takeAway(folder);
      }
    } catch (fault) {
      throw fault instanceof Halt ? fault : cannotWrite(folder, fault);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Writes where the gateway answers. */
  publish(addresses: Addresses): void {
    const draft = `${fileOf(this.#folder)}.new`;
    try {
      writeFileSync(draft, textOf(addresses), { mode: 0o600 });
      renameSync(draft, fileOf(this.#folder));
    } catch (fault) {
      rmSync(draft, { force: true });
      throw cannotWrite(this.#folder, fault);
    }
  }

  /** Gives the folder up. */
  release(): void {
    rmSync(fileOf(this.#folder), { force: true });
  }
}

/**
 * Takes away what a dead gateway left. Several may have seen that it is dead; the second of them must not take away what
 * the first has claimed meanwhile. So whoever takes away looks once more, under a lock of the system (SQLite's: Node has
 * no other) that goes with its process.
 */
function takeAway(folder: string): void {
  const lock = new DatabaseSync(join(folder, 'run.lock'), { timeout: 5_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    if (readRun(folder) === null) rmSync(fileOf(folder), { force: true });
  } finally {
    lock.close();
  }
}

function textOf(addresses: Addresses): string {
  const run: Run = { pid: process.pid, born: born(process.pid), ...addresses };
  return `${JSON.stringify(run, null, 2)}\n`;
}

function taken(folder: string, run: Run): Halt {
  const where = run.dataPlane === '' ? 'is starting there' : `answers on ${run.dataPlane}`;
  return new Halt(EXIT.running, `the data folder ${folder} is in use: process ${run.pid} ${where}`, [
    `Stop it with kill ${run.pid}, or choose another folder with --data <folder> or --ephemeral.`,
  ]);
}

/** A process id comes round again; together with the moment of birth it does not. */
function alive(run: Run): boolean {
  try {
    process.kill(run.pid, 0);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return run.born === born(run.pid);
}

/** Field 22 of /proc/pid/stat, the start in clock ticks since boot (proc(5)); '' where there is no /proc. */
function born(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows the last one does not.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
