import { type ConsoleOptions, openConsole } from '../console/console.ts';
import { type EndpointOptions, openEndpoint } from '../control/endpoint.ts';
import type { Desk } from './desk.ts';

export interface OfficesOptions extends Omit<EndpointOptions & ConsoleOptions, 'port' | 'state'> {
  readonly endpointPort: number;
  readonly consolePort: number;
  readonly state: Desk;
}

/** The ports for the operator. */
export interface Offices {
  readonly consolePort: number;
  close(): Promise<void>;
}

/** Opens the AWS endpoint and the console. Rejects with a `Halt` when a port cannot be had, and leaves none open. */
export async function openOffices(options: OfficesOptions): Promise<Offices> {
  const { take, endpointPort, consolePort, ...both } = options;
  const endpoint = await openEndpoint({ ...both, take, port: endpointPort });
  try {
    const console = await openConsole({ ...both, port: consolePort });
    return {
      consolePort: console.port,
      async close() {
        await console.close();
        await endpoint.close();
      },
    };
  } catch (fault) {
    await endpoint.close();
    throw fault;
  }
}
