import { parseAddress } from '../../src/base/address.ts';
import { Exchange, type Head } from '../../src/base/exchange.ts';
import type { RequestIds } from '../../src/base/request-id.ts';
import type { Source, Wire } from '../../src/base/wire.ts';

/** A wire without a socket: gives the body it was made with, and writes down what was sent. */
export class PaperWire implements Wire {
  readonly length: number;
  status = 0;
  headers: readonly string[] = [];
  body: Buffer = Buffer.alloc(0);
  /** The length a streamed answer was announced with; -2 when it was sent whole. */
  announced = -2;
  sends = 0;
  wasCut = false;
  wasDropped = false;
  receivedBytes = 0;
  onAbort: (() => void) | null = null;
  readonly #chunks: (Buffer | Error)[];

  /** `chunks` are what `pull` gives in turn; an Error among them is what it rejects with. */
  constructor(chunks: readonly (Buffer | string | Error)[] = [], length?: number) {
    this.#chunks = chunks.map((c) => (typeof c === 'string' ? Buffer.from(c) : c));
    const bytes = this.#chunks.reduce((n, c) => n + (c instanceof Error ? 0 : c.length), 0);
    this.length = length ?? bytes;
  }

  get answered(): boolean {
    return this.sends > 0;
  }

  get sentBytes(): number {
    return this.body.length;
  }

  get sentBodyBytes(): number {
    return this.body.length;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    const next = this.#chunks.shift();
    if (next === undefined) return null;
    if (next instanceof Error) return Promise.reject(next);
    this.receivedBytes += next.length;
    return Promise.resolve(next);
  }

  keep(): void {}

  drop(): void {
    this.wasDropped = true;
    this.#chunks.length = 0;
  }

  send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void {
    this.#begin(status, headers, ids);
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
  }

  async stream(
    status: number,
    headers: readonly string[],
    length: number,
    body: Source,
    ids?: RequestIds,
  ): Promise<void> {
    this.#begin(status, headers, ids);
    this.announced = length;
    for (let chunk = await body.pull(); chunk !== null; chunk = await body.pull()) {
      this.body = Buffer.concat([this.body, chunk]);
    }
  }

  cut(): void {
    this.wasCut = true;
  }

  /** The value of a header that was sent, by its lower-case name; '' when it was not. */
  sent(name: string): string {
    for (let i = 0; i < this.headers.length; i += 2) {
      if (this.headers[i]!.toLowerCase() === name) return this.headers[i + 1]!;
    }
    return '';
  }

  #begin(status: number, headers: readonly string[], ids: RequestIds | undefined): void {
    this.sends++;
    this.status = status;
    this.headers =
      ids === undefined ? headers : [...headers, 'x-amzn-RequestId', ids.id, 'x-amz-apigw-id', ids.extended];
  }
}

/** A request on a paper wire: `GET /` from 203.0.113.7 unless the head says otherwise. */
export function paperRequest(head: Partial<Head> = {}, wire = new PaperWire()): Exchange {
  return new Exchange(
    '6d9a1f0e-3c52-4b7e-9a10-5f2b8c7d4e61',
    1_700_000_000_000,
    {
      method: 'GET',
      target: '/',
      headers: ['Host', 'api.test'],
      protocol: 'HTTP/1.1',
      client: parseAddress('203.0.113.7')!,
      clientPort: 50_000,
      port: 8080,
      secure: false,
      headBytes: 100,
      ...head,
    },
    wire,
  );
}
