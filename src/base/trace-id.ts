import { type Exchange, headerOf } from './exchange.ts';

const root = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/i;

/** `Root=1-…` of a request, as `X-Amzn-Trace-Id` names it: the caller's own when it sent one, else made from the request id. */
export function traceRoot(x: Pick<Exchange, 'id' | 'at' | 'headers'>): string {
  const sent = headerOf(x.headers, 'x-amzn-trace-id');
  const given = sent === '' ? null : root.exec(sent);
  if (given !== null) return `Root=${given[1]}`;
  const seconds = Math.floor(x.at / 1000) >>> 0;
  const hex = x.id.replaceAll('-', '').slice(8, 32);
  return `Root=1-${seconds.toString(16).padStart(8, '0')}-${hex}`;
}

/** What an answer's `X-Amzn-Trace-Id` says: the root and the gateway's own segment, not sampled. */
export const traceAnswer = (x: Exchange): string =>
  `${traceRoot(x)};Parent=${x.id.replaceAll('-', '').slice(0, 16)};Sampled=0`;
