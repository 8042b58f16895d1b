import { randomUUID } from 'node:crypto';
import { type Address, parseAddress } from '../../base/address.ts';
import { Exchange } from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import type { TlsSession } from '../../base/tls-session.ts';
import { Trace } from '../../base/trace.ts';
import type { Source, Wire } from '../../base/wire.ts';
import { writtenHead } from '../accept/accept.ts';

/** A request that exists on paper only: what to explain. */
export interface PaperRequest {
  readonly method: string;
  /** The path and the query, as a client would send them: `/secure/greeter?a=1`. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
  /** The client's address, as text. */
  readonly client: string;
  /** The port that is called. */
  readonly port: number;
  /** The connection it would have come on; absent or null: plain text. */
  readonly tls?: TlsSession | null;
}

/** A wire without a socket: it gives the body it was made with, and what is sent goes nowhere. */
class PaperWire implements Wire {
  readonly length: number;
  readonly answered = false;
  readonly sentBytes = 0;
  readonly sentBodyBytes = 0;
  receivedBytes = 0;
  onAbort: (() => void) | null = null;
  #body: Buffer | null;

  constructor(body: string) {
    this.#body = Buffer.from(body);
    this.length = this.#body.length;
  }

  pull(): Buffer | null {
    const body = this.#body;
    this.#body = null;
    if (body === null || body.length === 0) return null;
    this.receivedBytes = body.length;
    return body;
  }

  drop(): void {
    this.#body = null;
  }

  keep(): void {}

  send(): void {}

  async stream(_status: number, _headers: readonly string[], _length: number, body: Source): Promise<void> {
    body.drop();
  }

  cut(): void {}
}

/**
 * An exchange on paper, with a trace; with its `fault` when the port would not have read such a head. `at` is the
 * gateway's time in milliseconds; null when the address is none.
 */
export function paperExchange(request: PaperRequest, at: number): Exchange | null {
  const client: Address | null = parseAddress(request.client);
  if (client === null) return null;
  const { method, target, headers } = request;
  const lines = headers.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
  const x = new Exchange(
    randomUUID(),
    at,
    {
      method,
      target,
      headers,
      protocol: 'HTTP/1.1',
      client,
      clientPort: 0,
      port: request.port,
      secure: (request.tls ?? null) !== null,
      tls: request.tls ?? null,
      headBytes: method.length + Buffer.byteLength(target) + 12 + lines,
    },
    new PaperWire(request.body),
  );
  x.trace = new Trace();
  const { code, flaw } = writtenHead(method, target, headers);
  if (code !== '') x.fault = new Fault(code, 'client', flaw);
  return x;
}
