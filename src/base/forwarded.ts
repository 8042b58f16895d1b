import type { Exchange } from './exchange.ts';

/** `X-Forwarded-For` for whoever is asked next: what the caller sent, and behind it the client's own address. */
export function forwardedFor(x: Exchange): string {
  const { headers } = x;
  let value = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 15 && headers[i + 1] !== '' && name.toLowerCase() === 'x-forwarded-for') {
      value += `${headers[i + 1]}, `;
    }
  }
  return value + x.client.text;
}

/** `X-Forwarded-Proto`: how the client reached the gateway. */
export const forwardedProto = (x: Exchange): string => (x.secure ? 'https' : 'http');

/**
 * The list that a header given in lower case holds, over all its lines and without empty elements (RFC 9110 5.3 and
 * 5.6.1): a client that sends a line of its own hides no line of a proxy. Undefined when there is none. API Gateway puts
 * the client's address behind what came in `X-Forwarded-For` before a web ACL sees it; so does a trusted proxy itself.
 */
export function listSeen(
  headers: readonly string[],
  header: string,
  client: string,
  proxied: boolean,
): string | undefined {
  let list: string | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    list = list === undefined ? headers[i + 1]! : `${list},${headers[i + 1]!}`;
  }
  if (header === 'x-forwarded-for' && (list === undefined || !proxied))
    list = list === undefined ? client : `${list}, ${client}`;
  if (list?.includes(',') !== true) return list;
  return list
    .split(',')
    .filter((part) => part.trim() !== '')
    .join(',');
}
