import { join } from 'node:path';
import { portcullis } from './processes.ts';
import type { Contender } from './rounds.ts';

/** Where a bench puts the gateway: on which core, its data below which folder, and before which port of this machine. */
export interface Place {
  readonly core: string;
  readonly folder: string;
  readonly upstreamPort: number;
}

/** The gateway with one worker, and limits that are counted and never reached. */
export const unlimited = (
  name: string,
  { core, folder, upstreamPort }: Place,
  ...flags: readonly string[]
): Contender => ({
  name,
  start: () =>
    portcullis(core, join(folder, 'data'), [
      ...['--to', `http://127.0.0.1:${upstreamPort}`, '--workers', '1'],
      ...['--rate', '1000000', '--burst', '1000000', '--limit', '2000000000'],
      ...flags,
    ]),
});
