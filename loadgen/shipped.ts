import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

/**
 * Runs a command, and appends all it prints to a file while it is shown here; gives its exit code.
 *
 * A signal ends the command, not this process, so that the last lines reach the file too.
 */
export async function runShipped(
  command: readonly string[],
  file: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file, { flags: 'a' });
  const given = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  log.write(`# ${new Date().toISOString()} ${[...given, ...command].join(' ')}\n`);
  const child = spawn(command[0]!, command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', end).on('SIGTERM', end);
  for (const [from, to] of [
    [child.stdout, process.stdout] as const,
    [child.stderr, process.stderr] as const,
  ]) {
    from.pipe(to, { end: false });
    from.pipe(log, { end: false });
  }
  const code = await new Promise<number>((resolve) => {
    child.on('error', (fault) => {
      console.error(fault.message);
      resolve(127);
    });
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  process.off('SIGINT', end).off('SIGTERM', end);
  await finished(log.end(`# ended with ${code}\n`));
  return code;
}
