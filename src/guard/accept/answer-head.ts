import { headerLine, ownHeaders, statusText } from '../../base/http1/http1.ts';
import type { RequestIds } from '../../base/request-id.ts';

/** The framing of an answer's body that is neither counted nor chunked: its end is the connection's, or it has none. */
export const NO_FRAMING = '';
export const CHUNKED_FRAMING = 'Transfer-Encoding: chunked\r\n';
const lengths: string[] = [];
/** Those of short bodies are made once. */
export function lengthFraming(bytes: number): string {
  if (bytes >= 1024) return `Content-Length: ${bytes}\r\n`;
  lengths[bytes] ??= `Content-Length: ${bytes}\r\n`;
  return lengths[bytes];
}

/**
 * The head of an answer as latin1 text. Framing headers among `headers` are left out: the wire's own stand in
 * their place, so that no answer carries two. `strictTransport`, a whole line, stands behind them unless they have
 * their own. Throws a `Fault` on a header that cannot be sent.
 */
export function answerHead(
  status: number,
  headers: readonly string[],
  ids: RequestIds | undefined,
  framing: string,
  keepAlive: boolean,
  strictTransport = '',
): string {
  const frozen = Object.isFrozen(headers);
  const known = frozen ? rendered.get(headers) : undefined;
  const date = dateLine();
  const behind =
    known !== undefined &&
    known.date === date &&
    known.framing === framing &&
    known.keepAlive === keepAlive &&
    known.strictTransport === strictTransport
      ? known.text
      : rest({ headers, date, framing, keepAlive, strictTransport }, frozen);
  return statusLine(status) + (ids === undefined ? '' : ids.lines) + behind;
}

/** What stands behind the ids, and what it was made of. */
interface Rest {
  readonly date: string;
  readonly framing: string;
  readonly keepAlive: boolean;
  readonly strictTransport: string;
  readonly text: string;
}

/** The last rest of headers that stay as they are: of refusals, which are made once and sent a million times. */
const rendered = new WeakMap<readonly string[], Rest>();

function rest(of: Omit<Rest, 'text'> & { readonly headers: readonly string[] }, keep: boolean): string {
  const { headers, date, framing, keepAlive, strictTransport } = of;
  const strict = strictTransport === '' || tellsStrictly(headers) ? '' : strictTransport;
  const connection = keepAlive ? KEEP_ALIVE : CLOSE;
  if (!keep) return lines(headers) + strict + date + framing + connection;
  // Joined it is one piece, which is not taken apart for each answer.
  const text = [lines(headers), strict, date, framing, connection].join('');
  rendered.set(headers, { date, framing, keepAlive, strictTransport, text });
  return text;
}

function tellsStrictly(headers: readonly string[]): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 25 && name.toLowerCase() === 'strict-transport-security') return true;
  }
  return false;
}

function lines(headers: readonly string[]): string {
  let text = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (!isFraming(name)) text += headerLine(name, headers[i + 1]!);
  }
  return text;
}

const KEEP_ALIVE = 'Connection: keep-alive\r\n\r\n';
const CLOSE = 'Connection: close\r\n\r\n';

const statusLines: string[] = [];
function statusLine(status: number): string {
  const known = statusLines[status];
  if (known !== undefined) return known;
  const made = `HTTP/1.1 ${status} ${statusText(status)}\r\n`;
  statusLines[status] = made;
  return made;
}

function isFraming(name: string): boolean {
  const n = name.length;
  if (n !== 4 && n !== 7 && n !== 10 && n !== 14 && n !== 17) return false;
  // Few others begin like one of them.
  const first = name.charCodeAt(0) | 0x20;
  return 'ducktp'.indexOf(String.fromCharCode(first)) >= 0 && ownHeaders.has(name.toLowerCase());
}

let line = '';

/** RFC 9110 6.6.1: the wall clock's time, whatever time the gateway lives in; looked up once a second. */
function dateLine(): string {
  if (line === '') {
    const now = Date.now();
    line = `Date: ${new Date(now).toUTCString()}\r\n`;
    setTimeout(passed, 1_000 - (now % 1_000)).unref();
  }
  return line;
}

function passed(): void {
  line = '';
}
