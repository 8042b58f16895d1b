import type { RequestIds } from './request-id.ts';

/** A body that is read by asking: the next bytes, or null at its end. Rejects with a `Fault` when it breaks off. */
export interface Source {
  pull(): Buffer | null | Promise<Buffer | null>;
  /** Says that no more will be read; what feeds it may stop. */
  drop(): void;
}

/**
 * The engine's side of one request: the only way anything outside `accept/` and `dispatch/` reaches a socket.
 * Whoever writes another HTTP engine writes one of these.
 */
export interface Wire extends Source {
  /** The declared length of the request's body, -1 when it is chunked, 0 when there is none. */
  readonly length: number;
  /**
   * Sends the whole answer; framing headers (Content-Length, Connection, Date) are the wire's own. `headers`
   * that are frozen may be remembered as they were sent; `ids` go with them.
   */
  send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void;
  /** Sends a status and headers and then what `body` gives; `length` is -1 when it is not known. */
  stream(
    status: number,
    headers: readonly string[],
    length: number,
    body: Source,
    ids?: RequestIds,
  ): Promise<void>;
  /** True once a byte of an answer has been sent. */
  readonly answered: boolean;
  /** Cuts the connection: for an answer that broke half-way, so that nobody takes it for whole. */
  cut(): void;
  /** Bytes of the answer handed to the socket so far, head and body; and of the body alone. */
  readonly sentBytes: number;
  readonly sentBodyBytes: number;
  /**
   * Says that so many bytes of the body, just pulled, are kept until the answer is whole. Throws a `Fault` when all
   * requests together keep too much.
   */
  keep(bytes: number): void;
  /** Bytes of the request's body read so far. */
  readonly receivedBytes: number;
  /**
   * Called once, by the wire, when the client goes away before its answer is whole: whoever works on that
   * answer may stop. Whoever needs it sets it; null when nobody does.
   */
  onAbort: (() => void) | null;
}

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, without framing headers. */
  readonly headers: readonly string[];
  readonly body: Buffer | string | Source;
  /** Of a `Source`: its length when known, else -1. Ignored for the others. */
  readonly length: number;
}
