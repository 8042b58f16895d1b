import { quoted, type Report } from './anomaly.ts';
import { type Envelope, isLoopback } from './envelope.ts';

/** The address of whoever calls, as some proxy or server trusts it, and what a loopback address in it is worth. */
export const addressHeaders: ReadonlyMap<string, number> = new Map([
  ['x-forwarded-for', 40],
  ['x-real-ip', 60],
  ['x-client-ip', 64],
  ['client-ip', 64],
  ['true-client-ip', 64],
  ['cf-connecting-ip', 64],
  ['fastly-client-ip', 64],
  ['cluster-client-ip', 64],
  ['x-cluster-client-ip', 64],
  ['x-originating-ip', 66],
  ['x-remote-ip', 66],
  ['x-remote-addr', 66],
  ['x-proxyuser-ip', 66],
  ['x-forwarded', 62],
  ['x-custom-ip-authorization', 70],
]);

/** A header that says where the request comes from. Gives whether it claims to come from this machine. */
export function checkAddress(name: string, value: string, at: Envelope, report: Report): boolean {
  if (!/^[\w.:[\]%\s,"=;-]*$/.test(value)) {
    report('spoofed', 66, `header ${name}`, `${quoted(value)} is no list of addresses`);
    return false;
  }
  const comma = value.indexOf(',');
  if (!isLoopback(comma < 0 ? value : value.slice(0, comma)) || isLoopback(at.client.text)) return false;
  report('spoofed', addressHeaders.get(name)!, `header ${name}`, `${quoted(value)}, which is this machine`);
  return true;
}

/** The path that was asked for in front of a proxy, which some frameworks route by (`X-Original-URL`). */
export function checkOriginalUrl(name: string, value: string, at: Envelope, report: Report): void {
  const path = pathOf(value);
  if (path === null) return;
  if (path === at.path || (at.path.length > 1 && path.endsWith(at.path))) return;
  report('spoofed', 72, `header ${name}`, `${quoted(path)} where ${quoted(at.path)} was asked`);
}

function pathOf(value: string): string | null {
  const match = /^\s*(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(value)!;
  const path = match[1]!.trim();
  return path === '' ? null : path;
}

/** Headers that come from within, never from a caller, and what one is worth. */
export const internalHeaders: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['x-middleware-subrequest', [82, 'of a framework, to itself']],
  ['proxy', [60, 'becomes HTTP_PROXY in a CGI program']],
] as const);

/** True for `x-amzn-waf-…`: what rules of a web ACL tell the server behind. */
export const isOurs = (name: string): boolean => name.startsWith('x-amzn-waf-');
