import { createHash } from 'node:crypto';
import type { Exchange } from '../../../../base/exchange.ts';
import { ALGORITHM, type Claim, percentDecoded } from './claim.ts';

// "Create a signed AWS API request": every text here is bytes, one character each, as the request has them.

/** The text that is signed: its last line is the digest of the canonical request. */
export function stringToSign(x: Exchange, claim: Claim, payloadHash: string): string {
  const digest = createHash('sha256')
    .update(canonicalRequest(x, claim, payloadHash), 'latin1')
    .digest('hex');
  return `${ALGORITHM}\n${claim.date}\n${claim.scope.join('/')}\n${digest}`;
}

/** The request in the one form in which both sides write it. */
export function canonicalRequest(x: Exchange, claim: Claim, payloadHash: string): string {
  const { signedHeaders } = claim;
  const headers = signedHeaders
    .map((name) => `${name.toLowerCase()}:${valuesOf(x.headers, name)}\n`)
    .join('');
  return `${x.method}\n${canonicalPath(x.path)}\n${canonicalQuery(x.query, claim.expiresSeconds >= 0)}\n${headers}\n${signedHeaders.join(';')}\n${payloadHash}`;
}

/**
 * The path without dot segments and empty ones, its octets encoded a second time: services other than S3 sign
 * the path as it is sent.
 */
export function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(encoded(segment));
  }
  if (kept.length === 0) return '/';
  return `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/**
 * Names and values encoded anew and sorted; of a `presigned` address the signature itself is not among them. A `+` is the
 * space that servers read it as: what was signed as `%2B` is none.
 */
export function canonicalQuery(query: string, presigned = false): string {
  if (query === '') return '';
  const pairs: [string, string][] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (presigned && name === 'X-Amz-Signature') continue;
    pairs.push([anew(name), anew(equals < 0 ? '' : pair.slice(equals + 1))]);
  }
  pairs.sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const anew = (text: string): string => encoded(percentDecoded(text.replaceAll('+', ' ')));

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986 2.3: what is not unreserved is encoded, in capital letters. */
function encoded(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-._~]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** All values of a header with commas between them, blanks at their ends gone and those within made one. */
function valuesOf(headers: readonly string[], name: string): string {
  const lower = name.toLowerCase();
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i]!.toLowerCase() === lower) values.push(headers[i + 1]!.trim().replace(/\s+/g, ' '));
  return values.join(',');
}
