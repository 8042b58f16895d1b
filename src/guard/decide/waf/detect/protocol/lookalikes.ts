import { headerOf } from '../../../../../base/exchange.ts';
import { quoted, type Report } from './anomaly.ts';

// By the name with all its marks taken for hyphens: headers that decide where a message ends, or who sends it.
const framing: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);
const trusted =
  /^(?:x-(?:forwarded-(?:for|host|proto)|real-ip|client-ip|original-url|auth(?:enticated)?-[\w-]+|remote-user|user(?:-id)?|roles?)|remote-(?:user|addr)|authorization)$/;

/**
 * A name that reads like another header once `_` or `.` is taken for `-`, as CGI and its heirs do: `Content_Length`,
 * `X_Forwarded_For`. `sent` are the names of the request in small letters, each with how it was written.
 */
export function checkLookalike(name: string, sent: ReadonlyMap<string, string>, report: Report): void {
  const real = name.replace(/[_.]/g, '-');
  if (framing.has(real)) {
    report('smuggling', 80, `header ${name}`, `reads like ${real}`);
    return;
  }
  const beside = sent.get(real);
  if (beside !== undefined)
    report('duplicate', 70, `header ${name}`, `stands beside ${quoted(beside)}, which it reads like`);
  else if (trusted.test(real)) report('spoofed', 60, `header ${name}`, `reads like ${real}`);
}

/** The names among these headers in small letters, each with how it was first written. */
export function namesSent(headers: readonly string[]): ReadonlyMap<string, string> {
  const sent = new Map<string, string>();
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (!sent.has(name)) sent.set(name, headers[i]!);
  }
  return sent;
}

/** `X-Transfer-Encoding: chunked` and its like: a framing that one reader may heed. */
export function checkFraming(name: string, value: string, report: Report): void {
  if (/\bchunked\b/i.test(value)) report('smuggling', 66, `header ${name}`, quoted(value));
}

// Of these a request has one, or says two things at once.
const single: ReadonlyMap<string, number> = new Map([
  ['authorization', 66],
  ['content-type', 66],
  ['user-agent', 54],
  ['referer', 54],
  ['origin', 62],
  ['range', 60],
  ['if-range', 54],
  ['x-forwarded-host', 58],
  ['x-forwarded-proto', 56],
  ['x-real-ip', 60],
  ['x-original-url', 60],
  ['x-http-method-override', 62],
  ['x-method-override', 62],
  ['from', 54],
  ['max-forwards', 54],
]);

/** Headers of which a request has one at most. */
export const singleHeaders: readonly string[] = [...single.keys()];

/** True for them. */
export const isSingle = (name: string): boolean => single.has(name);

/** A header that stands twice, and says different things. */
export function checkTwice(
  name: string,
  value: string,
  before: string,
  all: readonly string[],
  report: Report,
): void {
  if (value === before) return;
  // Of several proxies each may add its own.
  const chained =
    name === 'x-forwarded-proto' &&
    (headerOf(all, 'x-forwarded-for').includes(',') || headerOf(all, 'via') !== '');
  const score = chained ? 40 : single.get(name)!;
  report('duplicate', score, `header ${name}`, `says ${quoted(before)} and ${quoted(value)}`);
}
