import { hash } from 'node:crypto';
import type { Address } from '../../../../base/address.ts';
import { networkOf } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { firstAddress } from '../addresses/forwarded.ts';
import singleHeader from '../fields/single-header.ts';
import { chained, namesOf } from '../lens/lens.ts';
import { usualLimits } from '../limits.ts';
import { eachCookie } from '../parts/each-cookie.ts';
import { queryArguments } from '../parts/query-arguments.ts';
import type { WafGiven } from '../statement.ts';
import type { CustomKey, Transformed } from './custom-keys.ts';
import { digestText, type Key, type KeyReader, keyBreak, loggedLength } from './keys.ts';
import type { RateSettings } from './settings.ts';

/**
 * What one part of a key is for a request, or all that it is: which of two cookies of a name the server behind heeds,
 * nobody knows here. Null when the request has none, and the rule does not apply to it.
 */
type Part = (x: Exchange) => string | readonly string[] | null;
/** A part that is one text at most. */
type Single = (x: Exchange) => string | null;

/** Keys of one request at most. */
const mostKeys = 64;
/** What has more values than that of a part shares one key with all others that do. */
const many = '(many)';

/** What keys are read with: databases of addresses, and the prefix of labels where the rule stands. */
type KeyGiven = Pick<WafGiven, 'places' | 'labelNamespace'>;

/**
 * Reads keys of several parts: what they hold together, as 128 bits of its SHA-256. A request with several values of a
 * part is counted by each: whoever is over the limit by one is not below it by another sent beside it.
 */
export function customReader(settings: RateSettings, given: KeyGiven): KeyReader {
  const keys = settings.CustomKeys!;
  const parts = keys.map((key) => partOf(key, settings, given));
  const names = keys.map(customKeyName);
  const textsOf = (x: Exchange, number: number): readonly string[] =>
    combined(valuesOf(parts, x) ?? [], Math.max(0, number - 1));
  return {
    each(x, key, isOver) {
      const values = valuesOf(parts, x);
      if (values === null) return -1;
      const written = values.map((each) => each.map(measured));
      const count = values.reduce((product, each) => product * each.length, 1);
      let over = 0;
      for (let number = 1; number <= count; number++) {
        digest(combined(written, number - 1).join(''), key);
        if (isOver() && over === 0) over = number;
      }
      return over;
    },
    text: (x, number) =>
      textsOf(x, number)
        .map((text, i) => `${names[i]}=${text}`)
        .join(' '),
    logged: (x, number) =>
      textsOf(x, number)
        .map((text) => text.slice(0, loggedLength).replaceAll(keyBreak, ' '))
        .join(keyBreak),
  };
}

/** The different values of each part; null when the request lacks one. */
function valuesOf(parts: readonly Part[], x: Exchange): (readonly string[])[] | null {
  const all: (readonly string[])[] = [];
  let product = 1;
  for (const part of parts) {
    const found = part(x);
    if (found === null) return null;
    let values = typeof found === 'string' ? [found] : [...new Set(found)];
    if (product * values.length > mostKeys) values = [many];
    product *= values.length;
    all.push(values);
  }
  return all;
}

/** One value of each part: of all ways to choose them the one at a place. */
function combined(values: readonly (readonly string[])[], place: number): readonly string[] {
  let rest = place;
  return values.map((each) => {
    const value = each[rest % each.length]!;
    rest = Math.floor(rest / each.length);
    return value;
  });
}

function digest(text: string, key: Key): true {
  const bytes = hash('sha256', Buffer.from(text, 'latin1'), 'buffer');
  key.a = bytes.readInt32LE(0);
  key.b = bytes.readInt32LE(4);
  key.c = bytes.readInt32LE(8);
  key.d = bytes.readInt32LE(12);
  return true;
}

/** Of a longer text its digest stands in the key, so that many keys of a request take no longer than their parts do. */
const longestPart = 256;

/** With lengths, so that no two keys are written alike. */
const measured = (text: string): string =>
  text.length > longestPart
    ? `-${hash('sha256', Buffer.from(text, 'latin1'), 'hex')}`
    : `${text.length}:${text}`;

/** What `digestText` gives for a key, by how the log writes it: '' where the log has not all of it. */
export function digestOfLogged(logged: string): string {
  const parts = logged.split(keyBreak);
  if (parts.some((part) => part.length >= loggedLength)) return '';
  const key: Key = { a: 0, b: 0, c: 0, d: 0 };
  digest(parts.map(measured).join(''), key);
  return digestText(key);
}

/** `Header:x-tenant`, `HTTPMethod`. */
export function customKeyName(key: CustomKey): string {
  const [[kind, of]] = Object.entries(key).filter(([, v]) => v !== undefined) as [
    [string, { Name?: string }],
  ];
  return of.Name === undefined ? kind : `${kind}:${of.Name}`;
}

function partOf(key: CustomKey, settings: RateSettings, { places, labelNamespace }: KeyGiven): Part {
  if (key.Header !== undefined) {
    const read = singleHeader.compile({ Name: key.Header.Name }, usualLimits);
    return turned(key.Header, (x) => given(read(x)));
  }
  if (key.Cookie !== undefined) {
    const { Name } = key.Cookie;
    return turned(key.Cookie, (x) => cookies(x, Name));
  }
  if (key.QueryArgument !== undefined) {
    const name = key.QueryArgument.Name.toLowerCase();
    return turned(key.QueryArgument, (x) => given(queryArguments(x.query, name)));
  }
  if (key.QueryString !== undefined)
    return turned(key.QueryString, (x) => (x.target.length > x.path.length ? x.query : null));
  if (key.UriPath !== undefined) return turned(key.UriPath, (x) => x.stagePath);
  if (key.HTTPMethod !== undefined) return (x) => x.method;
  if (key.IP !== undefined) return (x) => networkOf(x.client);
  if (key.ASN !== undefined) return system(settings.ForwardedIPConfig, places);
  if (key.ForwardedIP !== undefined) return fromHeader(settings.ForwardedIPConfig!, networkOf);
  if (key.LabelNamespace !== undefined) return labelled(key.LabelNamespace.Namespace, labelNamespace);
  if (key.JA3Fingerprint !== undefined)
    return orElse(({ tls }) => tls?.ja3 ?? '', key.JA3Fingerprint.FallbackBehavior);
  return orElse(({ tls }) => tls?.ja4 ?? '', key.JA4Fingerprint!.FallbackBehavior);
}

/** Requests without a fingerprint are counted all together, or not at all. */
const orElse =
  (read: (x: Exchange) => string, fallback: 'MATCH' | 'NO_MATCH'): Single =>
  (x) =>
    read(x) || (fallback === 'MATCH' ? '' : null);

function turned(of: Transformed, read: Part): Part {
  const turn = chained(namesOf(of.TextTransformations));
  if (turn === null) return read;
  return (x) => {
    const found = read(x);
    return found === null ? null : typeof found === 'string' ? turn(found) : found.map(turn);
  };
}

const given = (value: string | readonly string[] | boolean): string | readonly string[] | null =>
  typeof value === 'boolean' ? null : value;

function cookies(x: Exchange, wanted: string): readonly string[] | null {
  const found: string[] = [];
  eachCookie(x.headers, (name, value) => {
    if (name === wanted) found.push(value);
    return true;
  });
  return found.length === 0 ? null : found;
}

/** Of the first address of a header. */
function fromHeader(
  { HeaderName, FallbackBehavior }: NonNullable<RateSettings['ForwardedIPConfig']>,
  of: (address: Address) => string,
): Single {
  const header = HeaderName.toLowerCase();
  return (x) => {
    const address = firstAddress(x, header);
    if (address === undefined) return null;
    if (address !== null) return of(address);
    return FallbackBehavior === 'MATCH' ? 'INVALID' : null;
  };
}

/** The autonomous system of the client’s address, or of the first one of a header where that is said. */
function system(config: RateSettings['ForwardedIPConfig'], places: KeyGiven['places']): Single {
  const of = places.systems();
  if (config === undefined) return (x) => String(of(x.client));
  return fromHeader(config, (address) => String(of(address)));
}

/** Labels of a namespace; one without a prefix is of the rule’s own web ACL or group, as in a LabelMatchStatement. */
function labelled(written: string, own: string): Single {
  const namespace = written.startsWith('awswaf:') ? written : `${own}${written}`;
  return ({ labels }) => {
    const found = labels?.filter((label) => label.startsWith(namespace)) ?? [];
    return found.length === 0 ? null : found.sort().join(',');
  };
}
