import type { Definition } from '../../../define/model/definition.ts';
import type { Invocation } from '../../../functions/invocation.ts';
import type { Credentials, ListenOptions, Pems } from '../../../guard/serve/gateway.ts';

/** What a worker begins with. */
export interface WorkerStart {
  /** Its place in the crew, from 0; a worker that replaces another has the same. */
  readonly index: number;
  readonly definition: Definition;
  readonly cells: ReadonlyMap<string, SharedArrayBuffer>;
  readonly clock: SharedArrayBuffer;
  /** Where its events go. */
  readonly ring: SharedArrayBuffer;
  /** The ports it opens: plain text, and TLS. */
  readonly listen: readonly ListenOptions[];
  readonly pems: Pems;
}

/** From the supervisor to a worker. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly start: WorkerStart }
  | {
      readonly kind: 'apply';
      readonly definition: Definition;
      readonly cells: ReadonlyMap<string, SharedArrayBuffer>;
    }
  /** Other certificates. */
  | { readonly kind: 'secure'; readonly credentials: Credentials }
  | { readonly kind: 'invoked'; readonly call: number; readonly invocation: Invocation }
  | { readonly kind: 'drain'; readonly graceMs: number };

/** From a worker to the supervisor. */
export type FromWorker =
  | { readonly kind: 'listening' }
  /** It cannot listen on a port: the error code of the socket, and its message. */
  | { readonly kind: 'deaf'; readonly port: number; readonly code: string; readonly message: string }
  | { readonly kind: 'applied'; readonly generation: number }
  /** It could not compile a generation: a bug, and its message. */
  | { readonly kind: 'kept'; readonly generation: number; readonly message: string }
  /** It could not take other certificates: a bug, and its message. */
  | { readonly kind: 'kept-certificates'; readonly message: string }
  | {
      readonly kind: 'invoke';
      readonly call: number;
      readonly functionArn: string;
      readonly event: string;
    }
  | { readonly kind: 'drained' };
