import { CHUNKED, chunkLine, isBodiless, LAST_CHUNK } from '../../base/http1/http1.ts';
import type { RequestIds } from '../../base/request-id.ts';
import type { Source } from '../../base/wire.ts';
import { answerHead, CHUNKED_FRAMING, lengthFraming, NO_FRAMING } from './answer-head.ts';
import { CommonWire, gone, type Streamed } from './common-wire.ts';
import type { RequestHead } from './head.ts';
import type { KeptBodies } from './kept-bodies.ts';
import { DRAIN_BYTES } from './limits.ts';
import { type Outlet, PIECE_BYTES } from './outlet.ts';
import type { RequestBody } from './request-body.ts';

/** What a wire asks of the connection it belongs to. */
export interface Link {
  /** Whether the connection may serve further requests. */
  readonly lasting: boolean;
  readonly out: Outlet;
  readonly kept: KeptBodies;
  /** A header line that its answers carry (RFC 6797), or ''. */
  readonly strictTransport: string;
  /** Says that bytes of the body are wanted. */
  wanted(): void;
  /** Says that the answer is whole; the connection goes on when `persist`. */
  finished(persist: boolean): void;
  cut(): void;
}

/** What is copied into one buffer with its head. */
const COPIED_BYTES = 8_192;

const CRLF = '\r\n';
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/** The wire of one request on an HTTP/1 connection. */
export class RequestWire extends CommonWire {
  readonly #link: Link;
  readonly #old: boolean;
  readonly #keepAlive: boolean;

  constructor(link: Link, head: RequestHead, body: RequestBody | null) {
    super(head, body, link.kept);
    this.#link = link;
    this.#old = head.old;
    this.#keepAlive = head.keepAlive;
  }

  protected goOn(): void {
    this.#link.out.write(CONTINUE);
  }

  protected flow(): void {
    this.#link.wanted();
  }

  send(status: number, headers: readonly string[], body: Buffer | string, ids?: RequestIds): void {
    if (typeof body === 'string' && body.length > PIECE_BYTES) body = Buffer.from(body);
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const persist = this.#persists();
    const framing = isBodiless(status) ? NO_FRAMING : lengthFraming(bytes);
    const head = this.#begin(status, headers, ids, framing, persist);
    if (this.aborted) return;
    const link = this.#link;
    const { out } = link;
    if (bytes === 0 || this.headOnly || isBodiless(status)) {
      this.sentBytes = head.length;
      out.write(head);
      link.finished(persist);
      return;
    }
    this.sentBytes = head.length + bytes;
    this.sentBodyBytes = bytes;
    if (typeof body === 'string') {
      out.write(bytes === body.length ? head + body : joined(head, Buffer.from(body)));
    } else if (bytes <= COPIED_BYTES) out.write(joined(head, body));
    else {
      out.write(head);
      out.write(bytes > PIECE_BYTES ? body.subarray(0, PIECE_BYTES) : body);
      if (bytes > PIECE_BYTES) {
        out.sendRest(body.subarray(PIECE_BYTES), () => link.finished(persist));
        return;
      }
    }
    link.finished(persist);
  }

  protected async pump({ status, headers, ids, length }: Streamed, body: Source): Promise<void> {
    const link = this.#link;
    const bodiless = this.headOnly || isBodiless(status);
    const chunked = length < 0 && !this.#old;
    // The rest of the request may come in while the answer goes out: whether it has is seen at the end.
    const persist = this.#lasts() && (length >= 0 || chunked || bodiless);
    const framing = isBodiless(status)
      ? NO_FRAMING
      : length >= 0
        ? lengthFraming(length)
        : chunked
          ? CHUNKED_FRAMING
          : NO_FRAMING;
    // What waits to be written before the next chunk: the head, so that a first chunk at hand goes with it.
    let before = this.#begin(status, headers, ids, framing, persist);
    if (bodiless) {
      this.#write(before, null, '');
      body.drop();
    } else {
      for (;;) {
        let next = body.pull();
        if (next instanceof Promise) {
          if (before !== '') this.#write(before, null, '');
          before = '';
          next = await next;
        }
        if (this.aborted) throw gone();
        if (next === null) break;
        if (next.length === 0) continue;
        this.count(next.length, length);
        const ready = chunked
          ? this.#write(before + chunkLine(next.length), next, CRLF)
          : this.#write(before, next, '');
        before = '';
        if (!ready) await link.out.drained();
        if (this.aborted) throw gone();
      }
      this.checkWhole(length);
      const last = chunked ? before + LAST_CHUNK : before;
      if (last !== '') this.#write(last, null, '');
    }
    this.ended();
    link.finished(persist && this.#persists());
  }

  /** Writes text, bytes and text. */
  #write(before: string, bytes: Buffer | null, after: string): boolean {
    const { out } = this.#link;
    this.sentBytes += before.length + after.length + (bytes === null ? 0 : bytes.length);
    if (bytes === null) return out.write(before);
    if (before === '' && after === '') return out.write(bytes);
    if (bytes.length <= COPIED_BYTES) return out.write(joined(before, bytes, after));
    if (before !== '') out.write(before);
    const ready = out.write(bytes);
    return after === '' ? ready : out.write(after);
  }

  #begin(
    status: number,
    headers: readonly string[],
    ids: RequestIds | undefined,
    framing: string,
    persist: boolean,
  ): string {
    this.checkBegin(status, 999);
    const head = answerHead(status, headers, ids, framing, persist, this.#link.strictTransport);
    this.answered = !this.aborted;
    return head;
  }

  /** Whether the connection can go on after this answer: what is left of the request must be short and sure to come. */
  #persists(): boolean {
    if (!this.#lasts()) return false;
    const { body } = this;
    if (body === null || body.done) return true;
    return body.remaining !== CHUNKED && body.remaining <= DRAIN_BYTES && !this.expects;
  }

  /** Whether nothing that is known already ends the connection. */
  #lasts(): boolean {
    return this.#keepAlive && this.#link.lasting && (this.body === null || this.body.fault === null);
  }

  cut(): void {
    this.#link.cut();
  }
}

function joined(before: string, bytes: Buffer, after = ''): Buffer {
  const from = before.length;
  const to = from + bytes.length;
  const whole = Buffer.allocUnsafe(to + after.length);
  whole.write(before, 'latin1');
  bytes.copy(whole, from);
  if (after !== '') whole.write(after, to, 'latin1');
  return whole;
}
