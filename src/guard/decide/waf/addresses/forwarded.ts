import { z } from 'zod';
import { type Address, parseAddress } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';

const headerName = z
  .string()
  .regex(/^[a-zA-Z0-9-]{1,255}$/, 'must be a header name of 1 to 255 letters, digits and -')
  .describe('The header that holds addresses, the client first, parted by commas.');
const fallback = z
  .enum(['MATCH', 'NO_MATCH'])
  .describe('What becomes of a request whose header holds no valid address.');

/** Where to take the client's address from, instead of the connection. */
export const forwardedIpShape = z
  .strictObject({ HeaderName: headerName, FallbackBehavior: fallback })
  .describe('The header to take the address from.');

/** The same for IP sets, which may look at other places of the list than the first. */
export const ipSetForwardedIpShape = z
  .strictObject({
    HeaderName: headerName,
    FallbackBehavior: fallback,
    Position: z
      .enum(['FIRST', 'LAST', 'ANY'])
      .describe('Which addresses of the list count; of more than ten the last ten.'),
  })
  .describe('The header to take addresses from.');

/**
 * The list that a header given in lower case holds, over all its lines and without empty elements (RFC 9110 5.3 and
 * 5.6.1): a client that sends a line of its own hides no line of a proxy. Undefined when there is none. API Gateway puts
 * the client's address behind what came in `X-Forwarded-For` before a web ACL sees it; so does a trusted proxy itself.
 */
export function forwardedList(x: Exchange, header: string): string | undefined {
  const { headers } = x;
  let list: string | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length !== header.length || name.toLowerCase() !== header) continue;
    list = list === undefined ? headers[i + 1]! : `${list},${headers[i + 1]!}`;
  }
  if (header === 'x-forwarded-for' && (list === undefined || !x.proxied))
    list = list === undefined ? x.client.text : `${list}, ${x.client.text}`;
  if (list?.includes(',') !== true) return list;
  return list
    .split(',')
    .filter((part) => part.trim() !== '')
    .join(',');
}

/** The first address of a header given in lower case: null when it is not valid, undefined when there is no header. */
export function firstAddress(x: Exchange, header: string): Address | null | undefined {
  const text = forwardedList(x, header);
  if (text === undefined) return undefined;
  const comma = text.indexOf(',');
  return parseAddress((comma < 0 ? text : text.slice(0, comma)).trim());
}

/** All addresses of a header, the last `most` of them; null in the place of each that is not valid. */
export function addresses(text: string, most: number): (Address | null)[] {
  return text
    .split(',')
    .slice(-most)
    .map((part) => parseAddress(part.trim()));
}
