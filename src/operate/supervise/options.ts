import { availableParallelism } from 'node:os';
import type { Clock } from '../../base/clock.ts';
import type { DataFolder } from './kept/data-folder.ts';
import type { ProcessLog } from './process-log.ts';
import type { Source } from './source.ts';

/** Where and how a gateway runs. What it protects is the source's business. */
export interface RunOptions {
  readonly source: Source;
  readonly folder: DataFolder;
  readonly clock: Clock;
  readonly log: ProcessLog;
  /** The address of the data plane; ports of 0 are any that are free. */
  readonly host: string;
  readonly port: number;
  /** The port of the data plane that speaks HTTPS; null: none does. */
  readonly httpsPort: number | null;
  readonly workers: number;
  /** The address of the AWS endpoint and the console. */
  readonly adminHost: string;
  readonly endpointPort: number;
  readonly consolePort: number;
  /** Host names that the endpoint and the console answer to, besides those of this machine; `*` is any. */
  readonly allowedHosts: readonly string[];
  /** Reloads when a file that was read changes. */
  readonly watch: boolean;
}

/** `SO_REUSEPORT` shares a port among workers there; elsewhere one worker serves. */
export const sharesPorts: boolean = ['linux', 'freebsd', 'dragonfly', 'sunos', 'aix'].includes(
  process.platform,
);

/** As many workers as there are cores, up to four; one where ports cannot be shared. */
export const defaultWorkers = (): number => (sharesPorts ? Math.min(4, availableParallelism()) : 1);
