import { totalmem } from 'node:os';

/** What a caller may send, and how long it may take. The defaults are API Gateway's where it has them. */
export interface AcceptLimits {
  /** Bytes of the request target; more is 414. */
  readonly targetBytes: number;
  /** Bytes of the header block, with its blank line; more is 431. */
  readonly headerBytes: number;
  /** Header lines; more is 431. */
  readonly headerLines: number;
  /** Bytes of the request's body; more is 413. */
  readonly bodyBytes: number;
  /** Bytes of bodies that are kept whole, of all requests of one listener together; more is 503. */
  readonly keptBytes: number;
  /** From the first byte of a head until it is complete; longer is 408. */
  readonly headTimeoutMs: number;
  /** Without a byte of a body that is being waited for; longer is 408. */
  readonly bodyTimeoutMs: number;
  /** Bytes of a body that must come within `bodyTimeoutMs` while they are waited for; fewer is 408. */
  readonly bodyTrickleBytes: number;
  /** Without a request on an open connection; longer, and it is closed. */
  readonly idleTimeoutMs: number;
  /** Until the caller has taken what was last written to it; longer, and the connection is cut. */
  readonly sendTimeoutMs: number;
  /** Open connections of one listener; a further one takes the place of an idle one, or is closed at once. */
  readonly connections: number;
  /** From the first byte of a TLS connection until it is encrypted; longer, and it is cut. */
  readonly handshakeTimeoutMs: number;
  /** TLS handshakes under way on one listener; a further one takes the place of the oldest. */
  readonly handshakes: number;
  /** Of those, from one address (IPv6: one /64); a further one is cut. Trusted proxies have no such bound. */
  readonly handshakesPerAddress: number;
}

const MIB = 1024 * 1024;
/** Of the machine, or of the container. */
const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

export const defaultLimits: AcceptLimits = Object.freeze({
  targetBytes: 10_240,
  headerBytes: 10_240,
  headerLines: 200,
  bodyBytes: 10_485_760,
  keptBytes: Math.max(64 * MIB, Math.min(256 * MIB, memory / 16)),
  headTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  // A hundred a second: the slowest radio is faster, and whoever sends less holds a connection to a server.
  bodyTrickleBytes: 3_000,
  idleTimeoutMs: 310_000,
  sendTimeoutMs: 60_000,
  // An idle one takes some 50 KB, encrypted 70.
  connections: Math.max(1_024, Math.min(16_384, Math.floor(memory / MIB))),
  handshakeTimeoutMs: 10_000,
  handshakes: 4_096,
  handshakesPerAddress: 128,
});

/** Bytes of a request line beside its target: a long method, two spaces, the version, CRLF. */
export const LINE_MARGIN = 64;
/** Bytes of a body that are read off after an answer to keep the connection. */
export const DRAIN_BYTES = 65_536;
/** How long a connection that ends may still send, so that its last answer is not lost to a reset. */
export const LINGER_MS = 5_000;
/** How long a connection that says nothing keeps what it knows of the headers of its last request. */
export const FORGET_MS = 5_000;
/** Bytes of a body that wait to be pulled before the socket is no longer read. */
export const HELD_BYTES = 65_536;
