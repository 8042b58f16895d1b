import type { Event } from '../../base/event.ts';
import type { MatchDetail } from '../../base/match-detail.ts';
import { plainName } from '../../base/plain-name.ts';
import type { RedactedFields } from '../../define/model/logging.ts';
import { keyBreak } from '../../guard/decide/waf/rates/keys.ts';
import { headerOfField, REDACTED } from '../waf/masks.ts';
import type { RateView } from '../waf/rate-view.ts';

/** What must not stand in a WAF log: its value is written as `REDACTED`. Headers by their plain names. */
export interface Redaction {
  readonly headers: readonly string[];
  readonly uriPath: boolean;
  readonly queryString: boolean;
  readonly method: boolean;
}

/** What the fields of a logging configuration take out of its records. */
export function redactionOf(fields: RedactedFields): Redaction {
  return {
    headers: fields.flatMap((f) => (f.SingleHeader === undefined ? [] : [plainName(f.SingleHeader.Name)])),
    uriPath: fields.some((f) => f.UriPath !== undefined),
    queryString: fields.some((f) => f.QueryString !== undefined),
    method: fields.some((f) => f.Method !== undefined),
  };
}

/**
 * The event without what is redacted: in the request itself, in what rules found there, and in the keys of rate-based rules,
 * of which `rate` gives what they count by.
 */
export function redacted(
  e: Event,
  redaction: Redaction,
  rate: (rule: string) => RateView | null = () => null,
): Event {
  const { headers, uriPath, queryString, method } = redaction;
  const details = e.waf?.details?.map((detail) =>
    covers(redaction, detail) ? { ...detail, data: [REDACTED] } : detail,
  );
  const bare = (list: readonly string[] | null): readonly string[] | null =>
    list?.map((text, i, all) =>
      i % 2 === 1 && headers.includes(plainName(all[i - 1]!)) ? REDACTED : text,
    ) ?? null;
  return {
    ...e,
    stagePath: uriPath ? REDACTED : e.stagePath,
    query: queryString ? REDACTED : e.query,
    method: method ? REDACTED : e.method,
    host: headers.includes('host') ? REDACTED : e.host,
    headers: bare(e.headers),
    written: bare(e.written),
    waf:
      e.waf === null
        ? null
        : {
            ...e.waf,
            ...(details === undefined ? {} : { details }),
            rates: e.waf.rates.map(({ rule, key }) => ({
              rule,
              key: redactedKey(key, rate(rule)?.parts ?? [], redaction),
            })),
          },
  };
}

function covers({ headers, uriPath, queryString, method }: Redaction, detail: MatchDetail): boolean {
  const { location, field } = detail;
  if (location === 'URI') return uriPath;
  if (location === 'METHOD') return method;
  if (location.includes('QUERY')) return queryString;
  if (location === 'COOKIE') return headers.includes('cookie');
  return location === 'HEADER' && headers.includes(headerOfField(field));
}

function redactedKey(key: string, parts: RateView['parts'], redaction: Redaction): string {
  if (parts.length === 0) return key;
  const values = key.split(keyBreak);
  return values.map((value, i) => (hides(redaction, parts[i]) ? REDACTED : value)).join(keyBreak);
}

function hides(
  { headers, uriPath, queryString, method }: Redaction,
  part: RateView['parts'][number] | undefined,
): boolean {
  switch (part?.key) {
    case 'HEADER':
      return headers.includes(plainName(part.name ?? ''));
    case 'COOKIE':
      return headers.includes('cookie');
    case 'QUERY_ARGUMENT':
    case 'QUERY_STRING':
      return queryString;
    case 'URI_PATH':
      return uriPath;
    case 'HTTP_METHOD':
      return method;
    default:
      return false;
  }
}
