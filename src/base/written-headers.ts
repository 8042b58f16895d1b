import { listSeen } from './forwarded.ts';
import { traceRoot } from './trace-id.ts';

/** A request, as far as what API Gateway writes among its headers goes by it. */
export interface Arrived {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** As received, names and values in turn. */
  readonly headers: readonly string[];
  readonly client: string;
  /** The port that was called. */
  readonly port: number;
  readonly secure: boolean;
  /** Whether a trusted proxy sent it, which has written the client's address itself. */
  readonly proxied: boolean;
}

/** What API Gateway writes among the headers of a request before a web ACL sees them, names and values in turn. */
export function writtenHeaders(x: Arrived): string[] {
  const forwarded = listSeen(x.headers, 'x-forwarded-for', x.client, x.proxied)!;
  return [
    ...['X-Forwarded-For', forwarded, 'X-Forwarded-Proto', x.secure ? 'https' : 'http'],
    ...['X-Forwarded-Port', String(x.port), 'X-Amzn-Trace-Id', traceRoot(x)],
  ];
}

const names = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-port', 'x-amzn-trace-id']);

/**
 * Hands over the headers of a request as a web ACL sees them, name after name with its value, in the order of AWS WAF's
 * logs: `X-Forwarded-For`, `-Proto`, `-Port`, `Host`, `X-Amzn-Trace-Id`, then all others as received; `written` as
 * `writtenHeaders` gives it. Ends when `add` says false.
 */
export function eachSeen(
  written: readonly string[],
  headers: readonly string[],
  add: (name: string, value: string) => boolean,
): void {
  for (let i = 0; i < 6; i += 2) if (!add(written[i]!, written[i + 1]!)) return;
  for (let i = 0; i < headers.length; i += 2)
    if (isHost(headers[i]!) && !add(headers[i]!, headers[i + 1]!)) return;
  if (!add(written[6]!, written[7]!)) return;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (!isHost(name) && !names.has(name.toLowerCase()) && !add(name, headers[i + 1]!)) return;
  }
}

const isHost = (name: string): boolean => name.length === 4 && name.toLowerCase() === 'host';
