import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { Fault } from '../../../base/fault.ts';
import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { isBodiless } from '../../../base/http1/http1.ts';
import type { RequestIds } from '../../../base/request-id.ts';
import type { Source, Wire } from '../../../base/wire.ts';
import type { RequestHead } from '../head.ts';
import { HELD_BYTES } from '../limits.ts';
import type { RequestBody } from '../request-body.ts';
import type { Shared } from '../shared.ts';

/** The wire of one request on a connection of HTTP/2: a stream of it. */
export class StreamWire implements Wire {
  readonly length: number;
  readonly body: RequestBody | null;
  onAbort: (() => void) | null = null;
  answered = false;
  sentBytes = 0;
  sentBodyBytes = 0;
  /** Whether all of the answer has been handed over. */
  whole = false;
  /** Since when the caller takes no more, by the coarse clock; -1 when it does. */
  fullSince = -1;
  readonly #stream: ServerHttp2Stream;
  readonly #time: Pick<Shared, 'now' | 'strictTransport'>;
  readonly #headOnly: boolean;
  #expects: boolean;
  #aborted = false;
  #source: Source | null = null;
  #break: ((fault: Fault) => void) | null = null;

  constructor(
    stream: ServerHttp2Stream,
    head: RequestHead,
    body: RequestBody | null,
    time: Pick<Shared, 'now' | 'strictTransport'>,
  ) {
    this.length = head.length;
    this.body = body;
    this.#stream = stream;
    this.#time = time;
    this.#headOnly = head.method === 'HEAD';
    this.#expects = head.expects;
  }

  get receivedBytes(): number {
    return this.body === null ? 0 : this.body.received;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    if (this.body === null) return this.#aborted ? Promise.reject(gone()) : null;
    if (this.#expects && !this.answered && !this.#aborted) {
      this.#expects = false;
      if (this.body.received === 0) this.#stream.additionalHeaders({ ':status': 100 });
    }
    const next = this.body.pull();
    this.#flow();
    return next;
  }

  drop(): void {
    this.body?.drop();
    this.#flow();
  }

  send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const bare = isBodiless(status);
    const fields = this.#fields(status, headers, ids, bare ? -1 : bytes.length);
    if (this.#aborted) return;
    this.answered = true;
    const empty = bytes.length === 0 || this.#headOnly || bare;
    this.#stream.respond(fields, { endStream: empty });
    if (!empty) {
      this.sentBytes += bytes.length;
      this.sentBodyBytes = bytes.length;
      this.fullSince = this.#time.now;
      this.#stream.end(bytes, () => {
        this.fullSince = -1;
      });
    }
    this.#finished();
  }

  stream(
    status: number,
    headers: readonly string[],
    length: number,
    body: Source,
    ids?: RequestIds,
  ): Promise<void> {
    if (this.#aborted) {
      body.drop();
      return Promise.reject(gone());
    }
    return new Promise((resolve, reject) => {
      // The promise breaks as soon as the caller is gone, even if the source never answers its last pull.
      this.#source = body;
      this.#break = reject;
      this.#pump(status, headers, length, body, ids).then(resolve, (fault) => {
        this.#source = null;
        body.drop();
        reject(fault);
      });
    });
  }

  async #pump(
    status: number,
    headers: readonly string[],
    length: number,
    body: Source,
    ids: RequestIds | undefined,
  ): Promise<void> {
    const bare = isBodiless(status);
    const fields = this.#fields(status, headers, ids, bare ? -1 : length);
    const stream = this.#stream;
    this.answered = true;
    if (bare || this.#headOnly) {
      stream.respond(fields, { endStream: true });
      body.drop();
    } else {
      stream.respond(fields);
      for (;;) {
        const pulled = body.pull();
        const next = pulled instanceof Promise ? await pulled : pulled;
        if (this.#aborted) throw gone();
        if (next === null) break;
        if (next.length === 0) continue;
        this.sentBytes += next.length;
        this.sentBodyBytes += next.length;
        if (length >= 0 && this.sentBodyBytes > length) throw misjudged('longer');
        if (!stream.write(next)) await this.#drained();
        if (this.#aborted) throw gone();
      }
      if (length >= 0 && this.sentBodyBytes < length) throw misjudged('shorter');
      stream.end();
    }
    this.#source = null;
    this.#finished();
  }

  #drained(): Promise<void> {
    this.fullSince = this.#time.now;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#stream.off('drain', go);
        this.#stream.off('close', go);
        this.fullSince = -1;
        resolve();
      };
      this.#stream.once('drain', go);
      this.#stream.once('close', go);
    });
  }

  /** What is left of the request's body nobody will read: the caller may stop sending it (RFC 9113 8.1). */
  #finished(): void {
    this.whole = true;
    const { body } = this;
    if (body === null || body.done) return;
    body.drop();
    this.#stream.resume();
    const stream = this.#stream;
    const stop = (): void => {
      if (!stream.closed) stream.close(constants.NGHTTP2_NO_ERROR);
    };
    if (stream.writableFinished) stop();
    else stream.once('finish', stop);
  }

  /** The body is read as fast as it is pulled. */
  #flow(): void {
    const { body } = this;
    if (body !== null && body.held <= HELD_BYTES && this.#stream.isPaused()) this.#stream.resume();
  }

  /** The head of an answer (RFC 9113 8.3.2). Throws a `Fault` on what cannot be sent. */
  #fields(
    status: number,
    headers: readonly string[],
    ids: RequestIds | undefined,
    length: number,
  ): OutgoingHttpHeaders {
    if (this.answered) throw new Fault('gateway.bug', 'gateway', 'the request has been answered already');
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new Fault('gateway.bug', 'gateway', `${status} cannot be the status of an answer`);
    }
    const fields: Record<string, string | number | string[]> = Object.create(null);
    fields[':status'] = status;
    for (let i = 0; i < headers.length; i += 2) this.#add(fields, headers[i]!.toLowerCase(), headers[i + 1]!);
    if (ids !== undefined) {
      this.#add(fields, 'x-amzn-requestid', ids.id);
      this.#add(fields, 'x-amz-apigw-id', ids.extended);
    }
    const { strictTransport } = this.#time;
    if (strictTransport !== '')
      fields['strict-transport-security'] = strictTransport.slice(strictTransport.indexOf(':') + 1).trim();
    if (length >= 0) fields['content-length'] = length;
    return fields as OutgoingHttpHeaders;
  }

  #add(fields: Record<string, string | number | string[]>, name: string, value: string): void {
    if (own.has(name)) return;
    if (name === '' || !allIn(TOKEN, name) || !allIn(VALUE, value)) {
      throw new Fault('gateway.bug', 'gateway', `${JSON.stringify(name)} is a header that cannot be sent`);
    }
    this.sentBytes += name.length + value.length;
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (name === 'set-cookie')
      fields[name] = [...(Array.isArray(before) ? before : [String(before)]), value];
    else fields[name] = `${before}, ${value}`;
  }

  cut(): void {
    if (!this.#stream.destroyed) this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  /** Called when the stream is gone before its answer was whole. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    const fault = gone();
    this.body?.fail(fault);
    this.#source?.drop();
    this.#source = null;
    this.#break?.(fault);
    this.onAbort?.();
  }
}

/** The wire's own, and those that HTTP/2 does not have. */
const own: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

const gone = (): Fault => new Fault('client.aborted', 'client', 'the caller went away');

const misjudged = (how: string): Fault =>
  new Fault('upstream.malformed', 'upstream', `the answer is ${how} than the length it declared`);
