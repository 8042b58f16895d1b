import { headerOf, listOf } from '../../../base/exchange.ts';
import { VALUE } from '../../../base/http1/characters.ts';
import { declaredLength, NO_LENGTH } from '../../../base/http1/framing.ts';
import { parseHeaders } from '../../../base/http1/headers.ts';
import { isBodiless } from '../../../base/http1/status.ts';

/** Body lengths that are no number of bytes. */
export const CHUNKED_BODY = -1;
export const UNTIL_CLOSE = -2;

/** The head of a response, read strictly. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: string[];
  /** Bytes of the body, `CHUNKED_BODY` or `UNTIL_CLOSE`; 0 for a response that never has one. */
  readonly length: number;
  /** What `Content-Length` says, which of a bodiless response is not its length; -1 when it says nothing. */
  readonly declared: number;
  /** Whether the server will take another request on this connection. */
  readonly keepAlive: boolean;
  /** The names in `Connection`, '' when there is no such header. */
  readonly connection: string;
}

/**
 * Reads a response head (latin1, with its blank line); a sentence that says what is wrong with it. RFC 9112 4
 * and 6.3: both lengths, a bare LF, a folded line, a status that is none are flaws, and never repaired.
 */
export function parseResponseHead(text: string, method: string): ResponseHead | string {
  if (!text.startsWith('HTTP/1.')) return 'it does not begin with HTTP/1';
  const minor = text.charCodeAt(7) - 48;
  if (minor !== 0 && minor !== 1) return 'its version is neither HTTP/1.0 nor HTTP/1.1';
  if (text.charCodeAt(8) !== 32) return 'no space follows its version';
  const status = digits(text, 9);
  if (status < 100 || status > 599) return 'its status is not a number from 100 to 599';
  let at = 12;
  // The reason phrase may be missing, and the space before it too: old servers leave them out.
  if (text.charCodeAt(at) === 32) while (VALUE[text.charCodeAt(at)] === 1) at++;
  if (text.charCodeAt(at) !== 13 || text.charCodeAt(at + 1) !== 10) return 'its status line is malformed';
  const headers = parseHeaders(text, at + 2, text.length - 2);
  if (typeof headers === 'string') return headers;
  const length = declaredLength(headers, minor === 0);
  if (typeof length === 'string') return length;
  const connection = listOf(headers, 'connection');
  const bodiless = method === 'HEAD' || isBodiless(status);
  return {
    status,
    headers,
    length: bodiless ? 0 : length === NO_LENGTH ? UNTIL_CLOSE : length,
    declared: length >= 0 ? length : -1,
    keepAlive: minor === 1 ? !names(connection, 'close') : names(connection, 'keep-alive'),
    connection,
  };
}

function digits(text: string, from: number): number {
  let value = 0;
  for (let i = from; i < from + 3; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether a list of tokens has this one (given in lower case). */
function names(list: string, token: string): boolean {
  if (list === '') return false;
  if (list === token) return true;
  return list
    .toLowerCase()
    .split(',')
    .some((part) => part.trim() === token);
}

/** The seconds a server says it keeps an idle connection (`Keep-Alive: timeout=5`); -1 when it says nothing. */
export function keepAliveSeconds(headers: readonly string[]): number {
  const found = /(?:^|[\s,])timeout=(\d{1,6})/i.exec(headerOf(headers, 'keep-alive'));
  return found === null ? -1 : Number(found[1]);
}
