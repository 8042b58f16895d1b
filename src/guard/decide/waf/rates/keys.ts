import { type Address, addressText, isTranslated } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { firstAddress } from '../addresses/forwarded.ts';
import type { RateSettings } from './settings.ts';

/** What requests are counted under: 128 bits. Reused by its owner, so that counting allocates nothing. */
export interface Key {
  a: number;
  b: number;
  c: number;
  d: number;
}

// Addresses never have these: IPv4 stands behind ::ffff, and of IPv6 the last 64 bits are cleared.
const constant: Key = { a: 0, b: 0, c: 1, d: 0 };
const invalid: Key = { a: 0, b: 0, c: 1, d: 1 };

/** Writes the key of a request into `key`; false when the rule does not apply to it. */
export type ReadKey = (x: Exchange, key: Key) => boolean;

/** What requests are counted by: as numbers for the table, and as texts for people. */
export interface KeyReader {
  /**
   * Writes the keys of a request into `key`, one after another, and has each counted. Gives the number of the first that
   * is over its limit, from 1; 0 when none is, and -1 when the rule does not apply to the request.
   */
  each(x: Exchange, key: Key, isOver: () => boolean): number;
  /** How the key of that number is written (0: the first); only for a request that has one. */
  text(x: Exchange, number: number): string;
  /** The same for the log: of a key of several parts the first 32 characters of each, with `keyBreak` between. */
  logged(x: Exchange, number: number): string;
}

/** Stands between the parts of a key in the log; no part holds one. */
export const keyBreak = '\u001f';

/** Reads keys that are one address, or all the same: one for each request. */
export function addressReader(settings: RateSettings): KeyReader {
  const read = readAddress(settings);
  const text = (x: Exchange): string => {
    const key: Key = { a: 0, b: 0, c: 0, d: 0 };
    return read(x, key) ? keyText(key) : '';
  };
  const each = (x: Exchange, key: Key, isOver: () => boolean): number =>
    read(x, key) ? Number(isOver()) : -1;
  return { each, text, logged: text };
}

/** Reads the key that is one address, or the same for all. */
export function readAddress(settings: RateSettings): ReadKey {
  if (settings.AggregateKeyType === 'CONSTANT') return (_x, key) => put(key, constant);
  if (settings.AggregateKeyType === 'IP') return (x, key) => of(key, x.client);
  const { HeaderName, FallbackBehavior } = settings.ForwardedIPConfig!;
  const header = HeaderName.toLowerCase();
  return (x, key) => {
    const address = firstAddress(x, header);
    if (address === undefined) return false;
    if (address !== null) return of(key, address);
    return FallbackBehavior === 'MATCH' && put(key, invalid);
  };
}

/**
 * An IPv6 client counts by its /64: that is what one customer is given. One behind a NAT64 counts as the IPv4 client
 * it is.
 */
function of(key: Key, address: Address): true {
  const four = address.version === 4 || isTranslated(address);
  key.a = four ? 0 : address.a;
  key.b = four ? 0 : address.b;
  key.c = four ? 0xffff : 0;
  key.d = four ? address.d : 0;
  return true;
}

function put(key: Key, { a, b, c, d }: Key): true {
  key.a = a;
  key.b = b;
  key.c = c;
  key.d = d;
  return true;
}

/** `192.0.2.44`, `2001:db8:1:2::/64`, `CONSTANT`, or `INVALID` for all whose header holds no address. */
export function keyText({ a, b, c, d }: Key): string {
  if (c >>> 0 === 0xffff) return addressText(0, 0, 0xffff, d >>> 0);
  if (c === 1) return d === 0 ? 'CONSTANT' : 'INVALID';
  return `${addressText(a >>> 0, b >>> 0, 0, 0)}/64`;
}

/** Characters of each part of a key that the log keeps. */
export const loggedLength = 32;

/** A key of several parts, of which only the digest is left. */
export const digestText = ({ a, b, c, d }: Key): string =>
  `custom:${[a, b, c, d].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')}`;

/** 4 or 6, and 0 for a key that is no address. */
export const keyVersion = ({ c }: Key): 4 | 6 | 0 => (c >>> 0 === 0xffff ? 4 : c === 1 ? 0 : 6);
