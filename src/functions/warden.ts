import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./runtime/warden.cjs', import.meta.url));

/**
 * Sees to it that no function outlives a gateway that is killed, and that what a function has started does not outlive
 * its process. A process of its own knows of those that run, and ends them when the gateway has gone; it runs only
 * while there are any. What left the group of its function is known by a mark in its environment.
 */
export class Warden {
  readonly #watched = new Map<number, string>();
  #child: ChildProcess | null = null;

  /** Watches over a process, by the id of its group and by its log stream, which no other process has. */
  watch(pid: number, logStream: string): void {
    if (this.#watched.has(pid)) return;
    this.#watched.set(pid, logStream);
    this.#child ??= this.#start();
    this.#child.stdin?.write(`+${pid} ${logStream}\n`);
  }

  /** The process has ended, and its id may come to mean another. */
  leave(pid: number): void {
    if (this.#watched.delete(pid)) this.#child?.stdin?.write(`-${pid}\n`);
  }

  /** Ends the process of its own while there is nothing to watch over. */
  rest(): void {
    if (this.#watched.size > 0) return;
    this.#child?.stdin?.end();
    this.#child = null;
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, ['--max-old-space-size=16', program], {
      detached: true,
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin?.on('error', () => undefined);
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
      this.#restart();
    });
    child.unref();
    return child;
  }

  /** Someone has ended it: those it watched over are told to another. */
  #restart(): void {
    if (this.#watched.size === 0 || this.#child !== null) return;
    const watched = [...this.#watched];
    this.#watched.clear();
    for (const [pid, logStream] of watched) this.watch(pid, logStream);
  }
}
