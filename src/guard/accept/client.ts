import { type Address, type Block, isIn, parseAddress } from '../../base/address.ts';
import { names } from './words.ts';

/**
 * Who a request is from when its peer is a trusted proxy: `X-Forwarded-For` read from the right, past every
 * trusted proxy, up to the first address that is none. An entry that is no address ends the walk: what stands
 * further left was written by nobody we trust.
 */
export function forwardedClient(
  headers: readonly string[],
  peer: Address,
  trusted: readonly Block[],
): Address {
  let client = peer;
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (!names(headers[i]!, 'x-forwarded-for')) continue;
    const value = headers[i + 1]!;
    for (let end = value.length; end >= 0; ) {
      const comma = end === 0 ? -1 : value.lastIndexOf(',', end - 1);
      const address = parseEntry(value.slice(comma + 1, end).trim());
      if (address === null) return client;
      client = address;
      if (!isIn(address, trusted)) return client;
      end = comma;
    }
  }
  return client;
}

/** Whether the proxy nearest to us says that it was called over TLS (`X-Forwarded-Proto`). */
export function forwardedSecurely(headers: readonly string[]): boolean {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (!names(headers[i]!, 'x-forwarded-proto')) continue;
    const value = headers[i + 1]!;
    return (
      value
        .slice(value.lastIndexOf(',') + 1)
        .trim()
        .toLowerCase() === 'https'
    );
  }
  return false;
}

/** An address, with or without the port that some proxies add: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function parseEntry(text: string): Address | null {
  if (text.length > 64) return null;
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    return close > 0 && isPort(text.slice(close + 1)) ? parseAddress(text.slice(1, close)) : null;
  }
  const colon = text.indexOf(':');
  if (colon < 0 || colon !== text.lastIndexOf(':')) return parseAddress(text);
  return isPort(text.slice(colon)) ? parseAddress(text.slice(0, colon)) : null;
}

const isPort = (text: string): boolean => text === '' || /^:\d{1,5}$/.test(text);
