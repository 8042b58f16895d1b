import { allIn, TARGET, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { CHUNKED } from '../../../base/http1/http1.ts';
import { RequestHead, readMeaning } from '../head.ts';
import type { AcceptLimits } from '../limits.ts';

/** Said of a connection and not of a request: RFC 9113 8.2.2 has none of them. */
const ofConnections: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The head of a request of HTTP/2 (RFC 9113 8.3) from its flat list of names and values, as a request of HTTP/1.1
 * would have said it: whoever looks at it from here on sees one form. `ended`: no body follows.
 */
export function streamHead(raw: readonly string[], ended: boolean, limits: AcceptLimits): RequestHead {
  const head = new RequestHead();
  const pseudo: Record<string, string> = {};
  const headers: string[] = [];
  let cookie = -1;
  let bytes = 0;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!;
    const value = raw[i + 1]!;
    bytes += name.length + value.length + 4;
    if (name.startsWith(':')) {
      if (name in pseudo || headers.length > 0)
        return malformed(head, 'a pseudo-header stands twice, or too late');
      pseudo[name] = value;
    } else if (!allIn(TOKEN, name) || name === '' || name !== name.toLowerCase()) {
      return malformed(head, 'the name of a header is not a token in lower case');
    } else if (!allIn(VALUE, value) || value !== value.trim()) {
      return malformed(head, 'the value of a header has a character that no header can carry');
    } else if (ofConnections.has(name) || (name === 'te' && value !== 'trailers')) {
      return malformed(head, 'a header is about the connection');
    } else if (name === 'cookie' && cookie >= 0) {
      // RFC 9113 8.2.3: one cookie header may have come in pieces.
      headers[cookie] += `; ${value}`;
    } else {
      headers.push(name, value);
      if (name === 'cookie') cookie = headers.length - 1;
    }
  }
  const { ':method': method = '', ':path': target = '', ':authority': authority = '' } = pseudo;
  if (method === '' || !allIn(TOKEN, method)) return malformed(head, 'the request has no method');
  head.method = method;
  if (target.length > limits.targetBytes) {
    head.target = target.slice(0, limits.targetBytes);
    return flawed(head, 'client.uri-too-long', 'the request target is too long');
  }
  head.target = target;
  if (target === '' || !allIn(TARGET, target)) return malformed(head, 'the request target is malformed');
  if (target[0] !== '/' && target !== '*') return malformed(head, 'the request target has no known form');
  if (bytes > limits.headerBytes)
    return flawed(head, 'client.headers-too-large', 'the header block is too long');
  if (headers.length > 2 * limits.headerLines)
    return flawed(head, 'client.headers-too-large', 'the head has too many header lines');
  const scheme = pseudo[':scheme'];
  if (scheme !== 'https' && scheme !== 'http') return malformed(head, 'the scheme is neither http nor https');
  if (Object.keys(pseudo).some((name) => !known.has(name)))
    return malformed(head, 'there is no such pseudo-header');
  const host = headerIn(headers, 'host');
  if (authority !== '' && host !== null && host.toLowerCase() !== authority.toLowerCase())
    return malformed(head, 'the host and the authority are two');
  head.headers = host === null ? ['Host', authority, ...headers] : headers;
  readMeaning(head, limits);
  head.keepAlive = true;
  if (head.code !== '') return head;
  if (ended) {
    if (head.length > 0) return malformed(head, 'the body that was declared does not follow');
  } else if (headerIn(headers, 'content-length') === null) head.length = CHUNKED;
  return head;
}

const known: ReadonlySet<string> = new Set([':method', ':scheme', ':authority', ':path']);

function headerIn(headers: readonly string[], name: string): string | null {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return headers[i + 1]!;
  return null;
}

const malformed = (head: RequestHead, flaw: string): RequestHead => flawed(head, 'client.malformed', flaw);

function flawed(head: RequestHead, code: string, flaw: string): RequestHead {
  head.code = code;
  head.flaw = flaw;
  return head;
}
