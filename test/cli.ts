import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './waiting.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'src/operate/cli/portcullis.ts');

export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandChoice {
  /** The folder it runs in; the repository's root when not given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user it runs as. */
  readonly uid?: number;
  /** A command that the whole command line is handed to, to run it: `['unshare', '--mount', …]`. */
  readonly under?: readonly string[];
}

/** The real command in a process of its own, while it runs. */
export class RunningCommand {
  readonly #child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<CommandEnd>;

  constructor(line: readonly string[], choice: CommandChoice = {}) {
    const { uid } = choice;
    const [command, ...words] = [...(choice.under ?? []), process.execPath, program, ...line];
    this.#child = spawn(command!, words, {
      cwd: choice.cwd ?? root,
      env: { ...process.env, NO_COLOR: '1', LOG_LEVEL: 'INFO', ...choice.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.#child.stdout!.on('data', (text) => {
      this.out += text;
    });
    this.#child.stderr!.on('data', (text) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) =>
      this.#child.on('close', (code) => resolve({ code, out: this.out, err: this.err })),
    );
  }

  /** Resolves with the first match in what it has printed; rejects when it ends, or goes on for long, without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const lacks = (): string => `has not said ${pattern}: ${this.out}\n${this.err}`;
    let hasEnded = false;
    void this.ended.then(() => {
      hasEnded = true;
    });
    await eventually(
      () => this.out.search(pattern) >= 0 || hasEnded,
      () => `it goes on and ${lacks()}`,
    );
    const found = pattern.exec(this.out);
    if (found === null) throw new Error(`it ended and ${lacks()}`);
    return found;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}

/** Runs a command to its end. */
export const runCommand = (line: readonly string[], choice: CommandChoice = {}): Promise<CommandEnd> =>
  new RunningCommand(line, choice).ended;

/** Flags for ports that nobody uses. */
export const freePorts = [
  '--port',
  '0',
  '--https-port',
  '0',
  '--endpoint-port',
  '0',
  '--console-port',
  '0',
] as const;
