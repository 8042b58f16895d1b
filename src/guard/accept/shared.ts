import type { Block } from '../../base/address.ts';
import type { Clock } from '../../base/clock.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { KeptBodies } from './kept-bodies.ts';
import type { AcceptLimits } from './limits.ts';
import type { Newcomers } from './newcomers.ts';

/** An open connection, of whatever protocol. */
export interface Open {
  /** Closes it if no request, nor a part of one, is there, and none has been for so long; whether it did. */
  retire(idleMs: number): boolean;
  /** Ends whatever has waited too long. */
  sweep(): void;
  cut(): void;
}

/** What all connections of a listener share. */
export interface Shared {
  readonly limits: AcceptLimits;
  readonly clock: Clock;
  /** Of connections that are opened from now on. */
  trustedProxies: readonly Block[];
  proxyProtocol: boolean;
  /** The header line that answers over TLS carry, with its CRLF; '' for none. */
  strictTransport: string;
  readonly connections: Set<Open>;
  readonly kept: KeptBodies;
  readonly newcomers: Newcomers;
  /** Wall-clock milliseconds, as coarse as the sweeps are apart. */
  now: number;
  /** True once the listener closes: no connection is kept any longer than its request. */
  closing: boolean;
  serve(x: Exchange): void;
}
