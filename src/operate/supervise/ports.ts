import { claimPort } from '../listening.ts';
import type { RunOptions } from './options.ts';

/** Ports that nobody listens on; `https` is null where none is spoken. */
export interface Ports {
  readonly http: number;
  readonly https: number | null;
  readonly endpoint: number;
}

/** Rejects with a `Halt` that names the flag of the port that cannot be had. */
export async function claimPorts({
  host,
  adminHost,
  port,
  httpsPort,
  endpointPort,
}: RunOptions): Promise<Ports> {
  return {
    http: await claimPort(host, port, '--port'),
    https: httpsPort === null ? null : await claimPort(host, httpsPort, '--https-port'),
    endpoint: await claimPort(adminHost, endpointPort, '--endpoint-port'),
  };
}
