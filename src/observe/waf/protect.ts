import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import type { MatchDetail } from '../../base/match-detail.ts';
import { plainName } from '../../base/plain-name.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import { headerOfField, isSecret, type Mask, masked, type Protection, REDACTED, strictest } from './masks.ts';
import { maskedQuery } from './query.ts';
import type { RateView } from './rate-view.ts';

const nothing: Protection = {
  headers: new Map(),
  cookies: new Map(),
  parameters: new Map(),
  query: null,
  body: null,
};

/**
 * An event as it may be kept: secrets among its headers are redacted, and whatever the web ACL's
 * DataProtectionConfig names is masked, in headers, query, findings and keys of rate-based rules alike. Asked
 * first of all, so that no log, sample, journal or report sees more. `rate` gives what a rate-based rule counts by.
 */
export function guarded(
  e: Event,
  protection: Protection | null,
  rate: (rule: string) => RateView | null,
): Event {
  const headers = e.headers === null ? null : maskedHeaders(e.headers, protection);
  const written = e.written === null ? null : maskedHeaders(e.written, protection);
  if (protection === null) {
    if (headers === null && e.waf?.details === undefined && !e.waf?.rates.length) return e;
    return { ...e, headers, written, waf: e.waf === null ? null : maskedOutcome(e.waf, nothing, rate) };
  }
  const one = (name: string, value: string): string => {
    const mask = protection.headers.get(name);
    return mask === undefined || value === '' ? value : masked(mask, value);
  };
  return {
    ...e,
    headers,
    written,
    query: maskedQuery(e.query, protection),
    host: one('host', e.host),
    userAgent: one('user-agent', e.userAgent),
    waf: e.waf === null ? null : maskedOutcome(e.waf, protection, rate),
  };
}

function maskedHeaders(headers: readonly string[], protection: Protection | null): readonly string[] {
  const out = headers.slice();
  for (let i = 0; i + 1 < out.length; i += 2) {
    const name = plainName(out[i]!);
    const mask = protection?.headers.get(name);
    if (mask !== undefined) out[i + 1] = masked(mask, out[i + 1]!);
    else if (name === 'cookie' && protection !== null && protection.cookies.size > 0)
      out[i + 1] = maskedCookies(out[i + 1]!, protection.cookies);
    else if (isSecret(name)) out[i + 1] = REDACTED;
  }
  return out;
}

/** Names stay, and values that are named are masked as asked; all other values of cookies are redacted anyway. */
function maskedCookies(header: string, cookies: Protection['cookies']): string {
  return header
    .split(';')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = part.slice(0, Math.max(0, equals)).trim();
      const mask = cookies.get(name);
      const value = part.slice(equals + 1).trim();
      return `${name}=${mask === undefined ? REDACTED : masked(mask, value)}`;
    })
    .join('; ');
}

function maskedOutcome(
  waf: WafOutcome,
  protection: Protection,
  rate: (rule: string) => RateView | null,
): WafOutcome {
  const rates = waf.rates.map(({ rule, key }) => ({
    rule,
    key: maskedKey(key, rate(rule), protection, (part) => (isSecretPart(part) ? REDACTED : null)),
  }));
  if (waf.details === undefined) return { ...waf, rates };
  return { ...waf, rates, details: waf.details.map((detail) => maskedDetail(detail, protection)) };
}

function maskedDetail(detail: MatchDetail, protection: Protection): MatchDetail {
  const mask = maskOf(detail.location, detail.field, protection);
  if (detail.data.length === 0) return detail;
  if (mask === null) return holdsSecret(detail) ? { ...detail, data: [REDACTED] } : detail;
  if (!mask.matches) return detail;
  return { ...detail, data: [masked(mask, detail.data.join(' '))] };
}

/** What is redacted in a request is not told of what was found in it either. */
const holdsSecret = ({ location, field }: MatchDetail): boolean =>
  location === 'COOKIE' || (location === 'HEADER' && isSecret(headerOfField(field)));

/** One argument, or one cookie, that is protected protects all of them here (AWS WAF: "Data protection limitations"). */
function maskOf(location: string, field: string, protection: Protection): Mask | null {
  const { headers, cookies, parameters, query, body } = protection;
  if (location.includes('QUERY')) return strictest([query, ...parameters.values()]);
  if (location === 'COOKIE') return strictest([headers.get('cookie') ?? null, ...cookies.values()]);
  if (location === 'BODY' || location === 'UNKNOWN') return body;
  if (location !== 'HEADER') return null;
  const name = headerOfField(field);
  const own = headers.get(name) ?? null;
  return name === 'cookie' ? strictest([own, ...cookies.values()]) : own;
}

const locations: Readonly<Record<string, string>> = {
  HEADER: 'HEADER',
  COOKIE: 'COOKIE',
  QUERY_ARGUMENT: 'QUERY_STRING',
  QUERY_STRING: 'QUERY_STRING',
};

/**
 * The key of a rate-based rule as the web ACL has it masked, for `blocked` alone, which shows the first characters of what
 * is secret in it.
 */
export const keyToShow = (key: string, rate: RateView | null, protection: Protection | null): string =>
  maskedKey(key, rate, protection ?? nothing, () => null);

type Part = RateView['parts'][number];

/** `otherwise` says what stands for a part that the web ACL does not mask; null for its value. */
function maskedKey(
  key: string,
  rate: RateView | null,
  protection: Protection,
  otherwise: (part: Part) => string | null,
): string {
  if (rate === null || rate.parts.length === 0) return key;
  return key
    .split(keyBreak)
    .map((value, i) => {
      const part = rate.parts[i];
      if (part === undefined) return value;
      const location = locations[part.key];
      const mask = location === undefined ? null : maskOf(location, part.name ?? '', protection);
      if (mask === null) return otherwise(part) ?? value;
      return mask.rates ? masked(mask, value) : value;
    })
    .join(keyBreak);
}

/** What is redacted among the headers of a request is not told as a key either. */
const isSecretPart = ({ key, name = '' }: Part): boolean =>
  key === 'COOKIE' || (key === 'HEADER' && isSecret(name));
