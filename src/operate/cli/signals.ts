import { constants } from 'node:os';
import { EXIT } from '../halt.ts';
import type { ProcessLog } from '../supervise/process-log.ts';
import type { Supervisor } from '../supervise/supervisor.ts';

/**
 * Runs until SIGTERM or SIGINT, then drains for `graceMs` at most and gives the exit code. A second one ends
 * the process at once. SIGHUP reads the definition again and opens the log files anew.
 */
export function untilStopped(supervisor: Supervisor, graceMs: number, log: ProcessLog): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false;
    const hangUp = (): void => {
      if (stopping) return;
      supervisor.reopenLogs();
      supervisor.reload().catch((fault: unknown) => {
        if (!stopping) log.error({ err: fault }, 'the reload failed');
      });
    };
    const stop = (signal: 'SIGINT' | 'SIGTERM'): void => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      log.info(`${signal}: draining, at most ${graceMs / 1000} s`);
      supervisor.stop(graceMs).then(
        () => resolve(EXIT.ok),
        (fault: unknown) => {
          log.error({ err: fault }, 'the gateway did not stop cleanly');
          resolve(EXIT.fault);
        },
      );
    };
    process.on('SIGHUP', hangUp);
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
