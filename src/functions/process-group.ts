import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { descendantsOf } from './resident.ts';

/** Starts a process in a group of its own: a Ctrl-C at the terminal is for the gateway, which ends its functions itself. */
export const startGroup = (command: string, args: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn(command, args, { ...options, detached: true });

/** Signals a process and its group, unless it has ended. */
export function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid !== undefined && exitCode === null && signalCode === null) sent(-pid, signal);
}

/** Ends a process at once, and all that it has started, in whichever group that is by now. */
export function killTree(child: ChildProcess): void {
  const { pid } = child;
  const started = pid === undefined ? [] : descendantsOf(pid);
  signalGroup(child, 'SIGKILL');
  for (const one of started) sent(one, 'SIGKILL');
}

/** Ends what a process that is gone has left in its group; while anyone is there, the system gives the number to nobody else. */
export function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) sent(-pid, 'SIGKILL');
}

function sent(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
