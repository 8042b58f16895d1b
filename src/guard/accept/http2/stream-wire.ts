import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { Fault } from '../../../base/fault.ts';
import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { isBodiless, ownHeaders } from '../../../base/http1/http1.ts';
import type { RequestIds } from '../../../base/request-id.ts';
import type { Source } from '../../../base/wire.ts';
import { CommonWire, gone, type Streamed } from '../common-wire.ts';
import type { RequestHead } from '../head.ts';
import { HELD_BYTES } from '../limits.ts';
import type { RequestBody } from '../request-body.ts';
import type { Shared } from '../shared.ts';

/** The wire of one request on a connection of HTTP/2: a stream of it. */
export class StreamWire extends CommonWire {
  /** Whether all of the answer has been handed over. */
  whole = false;
  /** Since when the caller takes no more, by the coarse clock; -1 when it does. */
  fullSince = -1;
  readonly #stream: ServerHttp2Stream;
  readonly #time: Pick<Shared, 'now' | 'strictTransport' | 'kept'>;

  constructor(
    stream: ServerHttp2Stream,
    head: RequestHead,
    body: RequestBody | null,
    time: Pick<Shared, 'now' | 'strictTransport' | 'kept'>,
  ) {
    super(head, body, time.kept);
    this.#stream = stream;
    this.#time = time;
  }

  protected goOn(): void {
    this.#stream.additionalHeaders({ ':status': 100 });
  }

  /** The body is read as fast as it is pulled. */
  protected flow(): void {
    const { body } = this;
    if (body !== null && body.held <= HELD_BYTES && this.#stream.isPaused()) this.#stream.resume();
  }

  send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const bare = isBodiless(status);
    const fields = this.#fields(status, headers, ids, bare ? -1 : bytes.length);
    if (this.aborted) return;
    this.answered = true;
    const empty = bytes.length === 0 || this.headOnly || bare;
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

  protected async pump({ status, headers, ids, length }: Streamed, body: Source): Promise<void> {
    const bare = isBodiless(status);
    const fields = this.#fields(status, headers, ids, bare ? -1 : length);
    const stream = this.#stream;
    this.answered = true;
    if (bare || this.headOnly) {
      stream.respond(fields, { endStream: true });
      body.drop();
    } else {
      stream.respond(fields);
      for (;;) {
        const pulled = body.pull();
        const next = pulled instanceof Promise ? await pulled : pulled;
        if (this.aborted) throw gone();
        if (next === null) break;
        if (next.length === 0) continue;
        this.sentBytes += next.length;
        this.count(next.length, length);
        if (!stream.write(next)) await this.#drained();
        if (this.aborted) throw gone();
      }
      this.checkWhole(length);
      stream.end();
    }
    this.ended();
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
    this.release();
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

  /** The head of an answer (RFC 9113 8.3.2). Throws a `Fault` on what cannot be sent. */
  #fields(
    status: number,
    headers: readonly string[],
    ids: RequestIds | undefined,
    length: number,
  ): OutgoingHttpHeaders {
    this.checkBegin(status, 599);
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
}

/** The wire's own, and those that HTTP/2 does not have. */
const own: ReadonlySet<string> = new Set([...ownHeaders, 'proxy-connection']);
