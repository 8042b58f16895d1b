import type { Kind } from '../../base/kind.ts';
import type { Terminal } from './terminal.ts';

/**
 * A command of the command line. Its shape describes all that may be given to it: every key is an operand or
 * a flag, and its `.describe()` is what `--help` says. Heavy modules are imported inside `run`, so that the
 * other commands and `--help` do not pay for them.
 */
export interface Command<S> extends Kind<S> {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Commander's form: `<method> [url]`, `[files...]`; '' when there are none. Each names a key of the shape. */
  readonly operands: string;
  /** The flag of every other key, in Commander's form: `--port <n>`, `-H, --header <line>`. An array's flag may be repeated. */
  readonly flags: { readonly [K in keyof S]?: string };
  /** Command lines that work as they stand. */
  readonly examples: readonly string[];
  /** Does it, and gives the exit code: one of `EXIT` in `halt.ts`. Throws a `Halt` when it cannot go on. */
  run(input: S, terminal: Terminal): Promise<number>;
}

export const command = <S>(kind: Command<S>): Command<S> => Object.freeze(kind);
