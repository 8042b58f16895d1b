import { ChunkedDecoder } from '../../../base/http1/chunked.ts';
import { findHeadEnd } from '../../../base/http1/headers.ts';
import { CHUNKED_BODY, parseResponseHead, type ResponseHead, UNTIL_CLOSE } from './response-head.ts';

/** Bytes of a response's head; and how many interim responses (1xx) may stand before it. */
const MOST_HEAD_BYTES = 65_536;
const MOST_INTERIM = 16;
const NOTHING = Buffer.alloc(0);

/** Reads one response after the other off the bytes of a connection. Knows no socket. */
export class ResponseReader {
  /** What is wrong with the body; '' while nothing is. */
  flaw = '';
  /** True when the body is whole. */
  done = false;
  /** True when bytes stand behind the response, which belong to nobody. */
  excess = false;
  /** True once a byte of the response has come. */
  heard = false;
  #method = '';
  #held: Buffer | null = null;
  #interim = 0;
  #rest: Buffer = NOTHING;
  #remaining = 0;
  #decoder: ChunkedDecoder | null = null;

  /** A response to this method comes next. */
  begin(method: string): void {
    this.#method = method;
    this.flaw = '';
    this.done = false;
    this.excess = false;
    this.heard = false;
    this.#interim = 0;
    this.#decoder = null;
  }

  /** Reads on in the head; null while it is not whole, a sentence when something is wrong with it. */
  readHead(bytes: Buffer): ResponseHead | string | null {
    this.heard = true;
    let buffer = bytes;
    let from = 0;
    let searched = 0;
    if (this.#held !== null) {
      searched = this.#held.length;
      buffer = Buffer.concat([this.#held, bytes]);
      this.#held = null;
    }
    for (;;) {
      const end = findHeadEnd(buffer, from, Math.max(from, searched));
      if (end < 0) {
        const flaw = unfinishedFlaw(buffer, from);
        if (flaw !== '') return flaw;
        if (from < buffer.length) this.#held = Buffer.from(buffer.subarray(from));
        return null;
      }
      if (end - from > MOST_HEAD_BYTES) return TOO_LONG;
      const head = parseResponseHead(buffer.toString('latin1', from, end), this.#method);
      if (typeof head === 'string') return head;
      if (head.status >= 200) return this.#turn(head, end < buffer.length ? buffer.subarray(end) : NOTHING);
      if (head.status === 101) return 'it changes to a protocol nobody asked for';
      if (++this.#interim > MOST_INTERIM) return 'it has too many interim responses';
      from = end;
    }
  }

  /** What came behind the head; the body's part of it, or null. */
  readRest(): Buffer | null {
    const rest = this.#rest;
    this.#rest = NOTHING;
    return this.readBody(rest);
  }

  /** The body's part of what arrived, or null. It lies in the same memory. */
  readBody(bytes: Buffer): Buffer | null {
    const decoder = this.#decoder;
    if (decoder !== null) {
      const payload = decoder.push(bytes);
      this.flaw = decoder.flaw;
      this.done = decoder.done;
      this.excess = decoder.done && decoder.used < bytes.length;
      return payload;
    }
    if (this.#remaining === UNTIL_CLOSE) return bytes.length === 0 ? null : bytes;
    const part = bytes.length > this.#remaining ? bytes.subarray(0, this.#remaining) : bytes;
    this.#remaining -= part.length;
    this.done = this.#remaining === 0;
    this.excess = part.length < bytes.length;
    return part.length === 0 ? null : part;
  }

  /** Whether the end of the connection is the end of the body. */
  get endsWithConnection(): boolean {
    return this.#decoder === null && this.#remaining === UNTIL_CLOSE;
  }

  #turn(head: ResponseHead, rest: Buffer): ResponseHead {
    this.#rest = rest;
    this.#remaining = head.length;
    if (head.length === CHUNKED_BODY) this.#decoder = new ChunkedDecoder();
    return head;
  }
}

const TOO_LONG = 'its head is too long';

/** What is already wrong with a head that has no end yet; '' when it may still come. */
function unfinishedFlaw(buffer: Buffer, from: number): string {
  const have = buffer.length - from;
  if (have > MOST_HEAD_BYTES) return TOO_LONG;
  if (!'HTTP/1.'.startsWith(buffer.toString('latin1', from, from + Math.min(have, 7)))) {
    return 'it does not begin with HTTP/1';
  }
  for (let at = buffer.indexOf(10, from); at >= 0; at = buffer.indexOf(10, at + 1)) {
    if (buffer[at - 1] !== 13) return 'a line ends in a bare LF';
  }
  return '';
}
