import type { Exchange } from '../../../../base/exchange.ts';
import { forwardedProto } from '../../../../base/forwarded.ts';
import { traceRoot } from '../../../../base/trace-id.ts';
import { eachSeen, writtenHeaders } from '../../../../base/written-headers.ts';
import { forwardedList } from '../addresses/forwarded.ts';

/** Headers of which API Gateway writes one line before a web ACL sees them, whatever the client wrote there. */
export const written: ReadonlyMap<string, (x: Exchange) => string> = new Map([
  ['x-forwarded-for', (x: Exchange) => forwardedList(x, 'x-forwarded-for')!],
  ['x-forwarded-proto', forwardedProto],
  ['x-forwarded-port', (x: Exchange) => String(x.port)],
  ['x-amzn-trace-id', traceRoot],
]);

/** Hands over the headers of a request as a web ACL sees them: `eachSeen`. */
export function eachSeenHeader(x: Exchange, add: (name: string, value: string) => boolean): void {
  const { id, at, headers, port, secure, proxied } = x;
  eachSeen(writtenHeaders({ id, at, headers, client: x.client.text, port, secure, proxied }), headers, add);
}
