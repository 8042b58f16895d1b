import { z } from 'zod';
import { type Address, parseAddress } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { listSeen } from '../../../../base/forwarded.ts';

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

/** The list that a header given in lower case holds, as a web ACL sees it: base/forwarded.ts. */
export const forwardedList = (x: Exchange, header: string): string | undefined =>
  listSeen(x.headers, header, x.client.text, x.proxied);

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
