import { createServer, type Server, type Socket } from 'node:net';
import { type Block, parseAddress } from '../../base/address.ts';
import type { Clock } from '../../base/clock.ts';
import type { Exchange } from '../../base/exchange.ts';
import { Connection } from './connection.ts';
import { KeptBodies } from './kept-bodies.ts';
import { type AcceptLimits, defaultLimits } from './limits.ts';
import { Newcomers } from './newcomers.ts';
import { Peer } from './peer.ts';
import type { Shared } from './shared.ts';
import { Handshakes } from './tls/handshakes.ts';
import type { SecureMaterial } from './tls/material.ts';

export { type AcceptLimits, defaultLimits } from './limits.ts';
export { clientCertificate } from './tls/client-certificate.ts';
export type {
  DomainMaterial,
  MutualMaterial,
  RevocationList,
  SecureMaterial,
} from './tls/material.ts';
export { writtenHead } from './written-head.ts';

/** Where a listener listens, and what it serves with. */
export interface AcceptOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Shares the port with other listeners that say so too (Linux, FreeBSD). */
  readonly reusePort: boolean;
  readonly clock: Clock;
  /** Whose `X-Forwarded-For`, and whose PROXY preface, is believed. */
  readonly trustedProxies: readonly Block[];
  /** Every connection begins with a preface of the PROXY protocol (version 1 or 2) from a trusted proxy; any other is cut. */
  readonly proxyProtocol?: boolean;
  readonly limits?: Partial<AcceptLimits>;
  /** Speaks TLS, with these certificates; absent: plain text. */
  readonly secure?: SecureMaterial;
  /** Answers a request through its wire, now or later. One that could not be read has its `fault` set. */
  serve(x: Exchange): void;
}

/** An open port. */
export interface Listener {
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /**
   * Stops listening and closes what is idle; requests under way are answered first, and cut after `graceMs`
   * (wall-clock). Kept when no connection is left.
   */
  close(graceMs: number): Promise<void>;
  /** Answers over TLS say from now on that browsers shall come over it alone: the value of the header, or ''. */
  strictTransport(value: string): void;
  /** Believes these proxies, and asks for their preface or not, on every connection opened from now on. */
  trust(proxies: readonly Block[], proxyProtocol: boolean): void;
  /**
   * Shakes hands with other certificates from now on; what is open goes on. Throws, and changes nothing, when one
   * of them cannot be used. Does nothing on a port that speaks plain text.
   */
  secure(material: SecureMaterial): void;
  /** Ends what has waited too long by the clock. It runs by itself every half second. */
  sweep(): void;
}

const SWEEP_MS = 500;
/** On closing: what was used this recently may be used again within so long. */
const RECENT_MS = 1_000;
const PAUSE_MS = 250;
/** On closing: turns in which nobody comes any more; the first may have looked before it was asked. */
const QUIET_TURNS = 2;
/** Connections that the system takes for us until we do. On closing no more are taken in, whoever floods the port. */
const BACKLOG = 1024;

/**
 * Opens a port and hands every request on it to `serve`. Rejects with the socket's error (`EADDRINUSE`, …), or with
 * what is wrong with a certificate.
 */
export async function accept(options: AcceptOptions): Promise<Listener> {
  const { clock } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const shared: Shared = {
    limits,
    clock,
    trustedProxies: options.trustedProxies,
    proxyProtocol: options.proxyProtocol ?? false,
    strictTransport: '',
    connections: new Set(),
    kept: new KeptBodies(limits.keptBytes, clock),
    newcomers: new Newcomers(),
    now: clock.wall(clock.steady()),
    closing: false,
    serve: options.serve,
  };
  const handshakes = options.secure === undefined ? null : new Handshakes(options.secure, shared);
  // Half-open: a caller may end its side once it has sent its request, and still read the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.on('connection', (socket) => open(socket, shared, handshakes));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const { host, port, reusePort } = options;
    server.listen({ host, port, reusePort, backlog: BACKLOG, exclusive: true }, () => {
      server.off('error', reject);
      // What fails from here on is one accept (too many open files, say): the port stays open.
      server.on('error', () => {});
      resolve(new OpenPort(server, shared, handshakes));
    });
  });
}

function open(socket: Socket, shared: Shared, handshakes: Handshakes | null): void {
  // However far the clock has moved since the last sweep, a new connection has waited for nothing yet.
  shared.now = shared.clock.wall(shared.clock.steady());
  const address = parseAddress(socket.remoteAddress ?? '');
  // Without an address it was gone before it was accepted.
  if (address === null || !room(shared, handshakes?.size ?? 0)) {
    socket.destroy();
    return;
  }
  const { remotePort = 0, localPort = 0 } = socket;
  const peer = new Peer(address, remotePort, localPort, shared.trustedProxies);
  if (handshakes === null) new Connection(socket, shared, peer, shared.proxyProtocol);
  else handshakes.open(socket, peer);
}

/**
 * Whether one more connection may be opened. Where there is no room, the oldest idle one makes it: whoever only
 * keeps connections open keeps nobody out.
 */
function room({ connections, limits }: Shared, handshakes: number): boolean {
  if (connections.size + handshakes < limits.connections) return true;
  for (const connection of connections) if (connection.retire(0)) return true;
  return false;
}

class OpenPort implements Listener {
  readonly port: number;
  readonly #server: Server;
  readonly #shared: Shared;
  readonly #handshakes: Handshakes | null;
  readonly #timer: NodeJS.Timeout;
  #closed: Promise<void> | null = null;

  constructor(server: Server, shared: Shared, handshakes: Handshakes | null) {
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
    this.#shared = shared;
    this.#handshakes = handshakes;
    this.#timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  get connections(): number {
    return this.#shared.connections.size;
  }

  strictTransport(value: string): void {
    this.#shared.strictTransport = value === '' ? '' : `Strict-Transport-Security: ${value}\r\n`;
  }

  trust(proxies: readonly Block[], proxyProtocol: boolean): void {
    this.#shared.trustedProxies = proxies;
    this.#shared.proxyProtocol = proxyProtocol;
  }

  secure(material: SecureMaterial): void {
    this.#handshakes?.apply(material);
  }

  sweep(): void {
    const { clock, connections } = this.#shared;
    this.#shared.now = clock.wall(clock.steady());
    for (const connection of connections) connection.sweep();
    this.#handshakes?.sweep();
  }

  close(graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  /** Takes in the connections that the system has taken for us already: a turn accepts one. */
  async #readIn(): Promise<void> {
    let came = 0;
    const count = (): number => came++;
    this.#server.on('connection', count);
    for (let quiet = 0; quiet < QUIET_TURNS && came < BACKLOG; ) {
      const before = came;
      await turn();
      quiet = came === before ? quiet + 1 : 0;
    }
    this.#server.off('connection', count);
  }

  async #close(graceMs: number): Promise<void> {
    this.#shared.closing = true;
    const { connections } = this.#shared;
    await this.#readIn();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await turn();
    for (const connection of connections) connection.retire(RECENT_MS);
    // A caller in the midst of its requests is about to send the next one: it is answered, and told to close.
    const rest = setTimeout(
      async () => {
        // On a busy machine timers run late, and before sockets are read: what has arrived meanwhile is read first.
        await turn();
        for (const connection of connections) connection.retire(0);
        // Whoever is not through its handshake by now has sent no request.
        this.#handshakes?.cut();
      },
      Math.min(PAUSE_MS, graceMs),
    );
    const end = setTimeout(() => {
      for (const connection of connections) connection.cut();
      this.#handshakes?.cut();
    }, graceMs);
    await closed;
    // The server closes with its last socket, the socket tells its connection a moment later.
    while (connections.size > 0) await turn();
    clearTimeout(rest);
    clearTimeout(end);
    clearInterval(this.#timer);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
