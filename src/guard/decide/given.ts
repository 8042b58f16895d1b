import type { Clock } from '../../base/clock.ts';
import type { Fetch } from '../../base/outgoing.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Invocation } from '../../functions/invocation.ts';

/** What compiling is handed from outside, so that every part can be tested alone. */
export interface Given {
  readonly definition: Definition;
  readonly clock: Clock;
  /** True in `explain`: steps tell their trace what they did, and look at limits without using them up. */
  readonly tracing: boolean;
  /**
   * Shared memory that belongs to an id: the same bytes in every worker and after every reload, as long as
   * id and size stay the same. Zeroed at first.
   */
  cells(id: string, bytes: number): SharedArrayBuffer;
  /** Asks the DNS; absent where nobody may wait for it (`explain`). */
  readonly dns?: Dns;
  /** Runs a function with an event (JSON text); never rejects. */
  invoke(functionArn: string, event: string): Promise<Invocation>;
  /** The PEM text that lies at a place: a file, or what is made here (`client-certificate:…`). Absent: none does. */
  pem?(place: string): string | null;
  /** Asks an issuer; in `explain` too, since that uses nothing up. */
  readonly fetch: Fetch;
}

/** The questions to the DNS that a protection has. Each rejects with the resolver's code when there is no answer. */
export interface Dns {
  /** The names of an address. */
  reverse(address: string): Promise<readonly string[]>;
  /** The addresses of a name, of both versions. */
  forward(name: string): Promise<readonly string[]>;
}
