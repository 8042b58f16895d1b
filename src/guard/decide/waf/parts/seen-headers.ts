import type { Exchange } from '../../../../base/exchange.ts';
import { forwardedProto } from '../../../../base/forwarded.ts';
import { traceRoot } from '../../../../base/trace-id.ts';
import { forwardedList } from '../addresses/forwarded.ts';

/** Headers of which API Gateway writes one line before a web ACL sees them, whatever the client wrote there. */
export const written: ReadonlyMap<string, (x: Exchange) => string> = new Map([
  ['x-forwarded-for', (x: Exchange) => forwardedList(x, 'x-forwarded-for')!],
  ['x-forwarded-proto', forwardedProto],
  ['x-forwarded-port', (x: Exchange) => String(x.port)],
  ['x-amzn-trace-id', traceRoot],
]);

/**
 * Hands over the headers of a request, name after name with its value, in the order in which AWS WAF’s logs list them
 * behind API Gateway: `X-Forwarded-For`, `-Proto`, `-Port`, `Host`, `X-Amzn-Trace-Id`, then all others as received.
 * Ends when `add` says false.
 */
export function eachSeenHeader(x: Exchange, add: (name: string, value: string) => boolean): void {
  if (!add('X-Forwarded-For', written.get('x-forwarded-for')!(x))) return;
  if (!add('X-Forwarded-Proto', forwardedProto(x))) return;
  if (!add('X-Forwarded-Port', String(x.port))) return;
  const { headers } = x;
  for (let i = 0; i < headers.length; i += 2)
    if (isHost(headers[i]!) && !add(headers[i]!, headers[i + 1]!)) return;
  if (!add('X-Amzn-Trace-Id', traceRoot(x))) return;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (!isHost(name) && !written.has(name.toLowerCase()) && !add(name, headers[i + 1]!)) return;
  }
}

const isHost = (name: string): boolean => name.length === 4 && name.toLowerCase() === 'host';
