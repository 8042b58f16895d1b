import { allIn, CR, HOST, LF, SPACE, TARGET, TOKEN } from '../../base/http1/characters.ts';
import {
  CHUNKED,
  CUT_SHORT,
  declaredLength,
  type Flaw,
  parseHeaders,
  TOO_MANY,
  UNKNOWN_CODING,
} from '../../base/http1/http1.ts';
import { type AcceptLimits, LINE_MARGIN } from './limits.ts';
import { authorityEnd, isUuid, names, pathOf } from './words.ts';

/** What the head of a request says, and what is wrong with it: as much as could be read is set. */
export class RequestHead {
  method = '';
  target = '';
  headers: string[] = [];
  /** Whether it is HTTP/1.0. */
  old = false;
  /** Bytes of body that follow, or `CHUNKED`. */
  length = 0;
  /** Whether the caller would send another request on this connection. */
  keepAlive = false;
  /** Whether the caller waits for `100 Continue` before it sends its body. */
  expects = false;
  /** Whether the target was in absolute form: its authority is the host now, whatever the header said. */
  absolute = false;
  /** The request id the caller chose, or ''. */
  id = '';
  /** The code of the fault, and what is wrong; '' when nothing is. */
  code = '';
  flaw: Flaw = '';
}

const LINE_END = '\r\n';

/**
 * Reads the head of a request from its latin1 text: the whole head with its blank line, or (`whole` is false)
 * as much of it as shows that it is flawed. What is wrong first, in the order of the bytes, is what is told,
 * so that the verdict does not depend on how the bytes arrived.
 */
export function parseHead(text: string, whole: boolean, limits: AcceptLimits): RequestHead {
  const head = new RequestHead();
  const lineEnd = text.indexOf('\n');
  const longest = limits.targetBytes + LINE_MARGIN;
  if (lineEnd < 0 || lineEnd > longest) {
    readLine(head, text.slice(0, longest), limits);
    return flawed(head, 'client.uri-too-long', 'the request line is too long');
  }
  if (!readLine(head, text, limits)) return head;
  const from = lineEnd + 1;
  const over = text.length - from > limits.headerBytes;
  const headers = over
    ? parseHeaders(
        text.slice(0, from + limits.headerBytes),
        from,
        from + limits.headerBytes,
        limits.headerLines,
      )
    : parseHeaders(text, from, whole ? text.length - 2 : text.length, limits.headerLines);
  if (headers === TOO_MANY) return flawed(head, 'client.headers-too-large', TOO_MANY);
  if (over && (typeof headers !== 'string' || headers === CUT_SHORT)) {
    return flawed(head, 'client.headers-too-large', 'the header block is too long');
  }
  if (typeof headers === 'string') return flawed(head, 'client.malformed', headers);
  if (!whole) return flawed(head, 'client.malformed', 'the head has no end');
  head.headers = headers;
  return readMeaning(head, limits);
}

/** The head of a request with this request line, and the headers of one that was read before. */
export function parseLine(text: string, before: RequestHead, limits: AcceptLimits): RequestHead | null {
  // What is not plain is read as a whole, so that there is one verdict about it.
  if (text.length > limits.targetBytes + LINE_MARGIN) return null;
  const head = new RequestHead();
  if (!readLine(head, text, limits) || head.old !== before.old || head.target.charCodeAt(0) !== 0x2f)
    return null;
  head.headers = before.headers;
  head.length = before.length;
  head.keepAlive = before.keepAlive;
  head.expects = before.expects;
  head.id = before.id;
  return readTarget(head, -1);
}

/** Reads method, target and version; false when there is a flaw. */
function readLine(head: RequestHead, text: string, limits: AcceptLimits): boolean {
  let at = 0;
  while (TOKEN[text.charCodeAt(at)] === 1) at++;
  if (at === 0 || text.charCodeAt(at) !== SPACE) {
    flawed(head, 'client.malformed', 'the request line has no method');
    return false;
  }
  head.method = text.slice(0, at);
  const from = ++at;
  while (TARGET[text.charCodeAt(at)] === 1) at++;
  if (at - from > limits.targetBytes) {
    head.target = text.slice(from, from + limits.targetBytes);
    flawed(head, 'client.uri-too-long', 'the request target is too long');
    return false;
  }
  head.target = text.slice(from, at);
  if (at === from || text.charCodeAt(at) !== SPACE) {
    flawed(head, 'client.malformed', 'the request target is malformed');
    return false;
  }
  at++;
  const known = text.startsWith('HTTP/1.', at) && text.startsWith(LINE_END, at + 8);
  const minor = known ? text.charCodeAt(at + 7) - 48 : -1;
  if (minor !== 1 && minor !== 0) {
    flawed(head, 'client.malformed', 'the version is neither HTTP/1.1 nor HTTP/1.0');
    return false;
  }
  head.old = minor === 0;
  return true;
}

/** Reads what single headers mean, in one pass; and whether the parts of the head go together. */
export function readMeaning(head: RequestHead, limits: AcceptLimits): RequestHead {
  const { headers } = head;
  let host = -1;
  let framed = false;
  let close = false;
  let keep = false;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1]!;
    // Few names share length and first letter with one that matters; only those are compared.
    switch (name.length * 128 + (name.charCodeAt(0) | 0x20)) {
      case HOST_KEY:
        if (!names(name, 'host')) break;
        if (host >= 0) return flawed(head, 'client.malformed', 'Host stands twice');
        if (value === '' || !allIn(HOST, value)) {
          return flawed(head, 'client.malformed', 'Host is not a host');
        }
        host = i + 1;
        break;
      case CONNECTION_KEY:
        if (!names(name, 'connection')) break;
        close ||= lists(value, 'close');
        keep ||= lists(value, 'keep-alive');
        break;
      case CONTENT_LENGTH_KEY:
      case TRANSFER_ENCODING_KEY:
        framed = true;
        break;
      case EXPECT_KEY:
        if (!names(name, 'expect')) break;
        if (value.toLowerCase() !== '100-continue') {
          return flawed(head, 'client.expectation', 'the expectation is not 100-continue');
        }
        // RFC 9110 10.1.1: an expectation of HTTP/1.0 is ignored.
        head.expects = !head.old;
        break;
      case REQUEST_ID_KEY:
        if (names(name, 'x-amzn-requestid') && isUuid(value)) head.id = value;
        break;
    }
  }
  if (host < 0 && !head.old) return flawed(head, 'client.malformed', 'Host is missing');
  if (framed) {
    const length = declaredLength(headers, head.old);
    if (typeof length === 'string') {
      return flawed(head, length === UNKNOWN_CODING ? 'client.unsupported' : 'client.malformed', length);
    }
    if (length > limits.bodyBytes) return flawed(head, 'client.too-large', 'the body is too long');
    head.length = length >= CHUNKED ? length : 0;
  }
  head.keepAlive = !close && (keep || !head.old);
  return readTarget(head, host);
}

const key = (name: string): number => name.length * 128 + name.charCodeAt(0);
const HOST_KEY = key('host');
const CONNECTION_KEY = key('connection');
const CONTENT_LENGTH_KEY = key('content-length');
const TRANSFER_ENCODING_KEY = key('transfer-encoding');
const EXPECT_KEY = key('expect');
const REQUEST_ID_KEY = key('x-amzn-requestid');

/** RFC 9112 3.2: origin-form as it is; absolute-form without its authority, which becomes the host; `OPTIONS *`. */
function readTarget(head: RequestHead, host: number): RequestHead {
  const { target, method } = head;
  if (method === 'TRACE') return flawed(head, 'client.unsupported', 'TRACE is not served');
  if (method === 'CONNECT') return flawed(head, 'client.malformed', 'CONNECT is not served');
  if (target.charCodeAt(0) === 0x2f) return head;
  if (target === '*') {
    return method === 'OPTIONS' ? head : flawed(head, 'client.malformed', '`*` is a target of OPTIONS alone');
  }
  const scheme = /^https?:\/\//i.exec(target);
  if (scheme === null) return flawed(head, 'client.malformed', 'the request target has no known form');
  const from = scheme[0].length;
  const to = authorityEnd(target, from);
  const authority = target.slice(from, to);
  if (authority === '' || !allIn(HOST, authority)) {
    return flawed(head, 'client.malformed', 'the authority of the request target is malformed');
  }
  if (host >= 0) head.headers[host] = authority;
  else head.headers.unshift('Host', authority);
  head.target = pathOf(target, to, method);
  head.absolute = true;
  return head;
}

function lists(value: string, option: string): boolean {
  if (value === option) return true;
  const lower = value.toLowerCase();
  return lower === option || (lower.includes(',') && lower.split(',').some((v) => v.trim() === option));
}

function flawed(head: RequestHead, code: string, flaw: Flaw): RequestHead {
  head.code = code;
  head.flaw = flaw;
  head.keepAlive = false;
  return head;
}

/**
 * Whether a head that has no end yet is flawed already, however it may go on; `searched` bytes of it were seen
 * before. Gives how many bytes show the flaw, 0 when there is none.
 */
export function provesFlaw(buffer: Buffer, searched: number, limits: AcceptLimits): number {
  const longest = limits.targetBytes + LINE_MARGIN;
  const lineEnd = buffer.indexOf(LF);
  if (lineEnd < 0) return buffer.length > longest ? longest : 0;
  const most = lineEnd + 1 + limits.headerBytes;
  if (lineEnd > longest || buffer.length > most) return Math.min(buffer.length, most + 1);
  for (let at = buffer.indexOf(LF, searched); at >= 0; at = buffer.indexOf(LF, at + 1)) {
    if (at === 0 || buffer[at - 1] !== CR) return at + 1;
  }
  return 0;
}

/** As much of a head as its first bytes give: for the event of a request that never became whole. */
export function readStart(text: string, limits: AcceptLimits): RequestHead {
  const head = new RequestHead();
  readLine(head, text, limits);
  return head;
}
