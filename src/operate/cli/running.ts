import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT, Halt } from '../halt.ts';
import { readRun } from '../supervise/kept/run-file.ts';

/** A running gateway, as the other commands ask it: over its console. */
export class Running {
  readonly console: string;
  /** Where the data plane answers; '' when only the console's address is known. */
  readonly dataPlane: string;

  private constructor(console: string, dataPlane: string) {
    this.console = console;
    this.dataPlane = dataPlane;
  }

  /** The gateway at a console's address, or the one that runs on a data folder. Throws a `Halt` when there is none. */
  static find(at: string | undefined, data: string): Running {
    if (at !== undefined) return new Running(at.replace(/\/$/, ''), '');
    const run = readRun(resolve(data));
    if (run === null && isLocked(resolve(data))) {
      throw new Halt(EXIT.notRunning, `this user may not read the data folder ${resolve(data)}`, [
        'Ask the console of the gateway instead: --at http://127.0.0.1:9080.',
      ]);
    }
    if (run === null || run.console === '') {
      throw new Halt(EXIT.notRunning, `no gateway is running on the data folder ${resolve(data)}`, [
        'Start one with portcullis up, or name another with --data <folder> or --at <console address>.',
      ]);
    }
    return new Running(run.console, run.dataPlane);
  }

  get(path: string): Promise<Reply> {
    return this.#ask(path, {});
  }

  post(path: string, body: object): Promise<Reply> {
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body) });
  }

  async #ask(path: string, init: { method?: string; body?: string }): Promise<Reply> {
    try {
      const response = await fetch(this.console + path, { ...init, signal: AbortSignal.timeout(10_000) });
      return { status: response.status, body: await response.text() };
    } catch {
      throw new Halt(EXIT.notRunning, `no gateway answers on ${this.console}`);
    }
  }
}

/** Whether a folder is there that this user may not look into. */
function isLocked(folder: string): boolean {
  try {
    accessSync(join(folder, 'run.json'), constants.R_OK);
    return false;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** What a running gateway answered. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** The JSON of a reply that went well; otherwise a `Halt` with what the gateway said. */
export function jsonOf<T>(reply: Reply, exitCode: number = EXIT.usage): T {
  let value: unknown;
  try {
    value = JSON.parse(reply.body);
  } catch {
    throw new Halt(exitCode, `what answers there is no console of a gateway (HTTP ${reply.status})`);
  }
  if (reply.status === 200) return value as T;
  const message = (value as { message?: unknown } | null)?.message;
  throw new Halt(exitCode, typeof message === 'string' ? message : `the gateway answered ${reply.status}`);
}
