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

/** What one part of a key is for a request; null when the request has none, and the rule does not apply to it. */
type Part = (x: Exchange) => string | null;

/** What keys are read with: databases of addresses, and the prefix of labels where the rule stands. */
type KeyGiven = Pick<WafGiven, 'places' | 'labelNamespace'>;

/** Reads a key of several parts: what they hold together, as 128 bits of its SHA-256. */
export function customReader(settings: RateSettings, given: KeyGiven): KeyReader {
  const keys = settings.CustomKeys!;
  const parts = keys.map((key) => partOf(key, settings, given));
  const names = keys.map(customKeyName);
  return {
    read(x, key) {
      let all = '';
      for (const part of parts) {
        const text = part(x);
        if (text === null) return false;
        all += measured(text);
      }
      return digest(all, key);
    },
    text: (x) => parts.map((part, i) => `${names[i]}=${part(x) ?? ''}`).join(' '),
    logged: (x) =>
      parts.map((part) => (part(x) ?? '').slice(0, loggedLength).replaceAll(keyBreak, ' ')).join(keyBreak),
  };
}

function digest(text: string, key: Key): true {
  const bytes = hash('sha256', Buffer.from(text, 'latin1'), 'buffer');
  key.a = bytes.readInt32LE(0);
  key.b = bytes.readInt32LE(4);
  key.c = bytes.readInt32LE(8);
  key.d = bytes.readInt32LE(12);
  return true;
}

/** With lengths, so that no two keys are written alike. */
const measured = (text: string): string => `${text.length}:${text}`;

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

function partOf(key: CustomKey, settings: RateSettings, given: KeyGiven): Part {
  if (key.Header !== undefined) {
    const read = singleHeader.compile({ Name: key.Header.Name }, usualLimits);
    return turned(key.Header, (x) => joined(read(x)));
  }
  if (key.Cookie !== undefined) {
    const { Name } = key.Cookie;
    return turned(key.Cookie, (x) => cookie(x, Name));
  }
  if (key.QueryArgument !== undefined) {
    const name = key.QueryArgument.Name.toLowerCase();
    return turned(key.QueryArgument, (x) => joined(queryArguments(x.query, name)));
  }
  if (key.QueryString !== undefined)
    return turned(key.QueryString, (x) => (x.target.length > x.path.length ? x.query : null));
  if (key.UriPath !== undefined) return turned(key.UriPath, (x) => x.stagePath);
  if (key.HTTPMethod !== undefined) return (x) => x.method;
  if (key.IP !== undefined) return (x) => networkOf(x.client);
  if (key.ASN !== undefined) return system(settings.ForwardedIPConfig, given.places);
  if (key.ForwardedIP !== undefined) return fromHeader(settings.ForwardedIPConfig!, networkOf);
  if (key.LabelNamespace !== undefined) return labelled(key.LabelNamespace.Namespace, given.labelNamespace);
  if (key.JA3Fingerprint !== undefined)
    return orElse(({ tls }) => tls?.ja3 ?? '', key.JA3Fingerprint.FallbackBehavior);
  return orElse(({ tls }) => tls?.ja4 ?? '', key.JA4Fingerprint!.FallbackBehavior);
}

/** Requests without a fingerprint are counted all together, or not at all. */
const orElse =
  (read: (x: Exchange) => string, fallback: 'MATCH' | 'NO_MATCH'): Part =>
  (x) =>
    read(x) || (fallback === 'MATCH' ? '' : null);

function turned(of: Transformed, read: Part): Part {
  const turn = chained(namesOf(of.TextTransformations));
  if (turn === null) return read;
  return (x) => {
    const text = read(x);
    return text === null ? null : turn(text);
  };
}

const joined = (value: string | readonly string[] | boolean): string | null =>
  typeof value === 'string' ? value : typeof value === 'boolean' ? null : value.join(',');

function cookie(x: Exchange, wanted: string): string | null {
  let found: string | null = null;
  eachCookie(x.headers, (name, value) => {
    if (name !== wanted) return true;
    found = value;
    return false;
  });
  return found;
}

/** Of the first address of a header. */
function fromHeader(
  { HeaderName, FallbackBehavior }: NonNullable<RateSettings['ForwardedIPConfig']>,
  of: (address: Address) => string,
): Part {
  const header = HeaderName.toLowerCase();
  return (x) => {
    const address = firstAddress(x, header);
    if (address === undefined) return null;
    if (address !== null) return of(address);
    return FallbackBehavior === 'MATCH' ? 'INVALID' : null;
  };
}

/** The autonomous system of the client’s address, or of the first one of a header where that is said. */
function system(config: RateSettings['ForwardedIPConfig'], places: KeyGiven['places']): Part {
  const of = places.systems();
  if (config === undefined) return (x) => String(of(x.client));
  return fromHeader(config, (address) => String(of(address)));
}

/** Labels of a namespace; one without a prefix is of the rule’s own web ACL or group, as in a LabelMatchStatement. */
function labelled(written: string, own: string): Part {
  const namespace = written.startsWith('awswaf:') ? written : `${own}${written}`;
  return ({ labels }) => {
    const found = labels?.filter((label) => label.startsWith(namespace)) ?? [];
    return found.length === 0 ? null : found.sort().join(',');
  };
}
