import type { IncomingHttpHeaders } from 'node:http';
import { parseAddress, parseBlock } from '../base/address.ts';

const loopback = [parseBlock('127.0.0.0/8')!, parseBlock('::1/128')!];

/**
 * Why a request to the AWS endpoint or the console is turned away; '' when it is welcome.
 *
 * Both ports act without credentials, so a page in a browser must not reach them: not from another origin,
 * and not through a name that was rebound to this machine (DNS rebinding). `names` are host names that the
 * operator allows besides the loopback ones; `*` allows all.
 */
export function unwelcome(headers: IncomingHttpHeaders, method: string, names: readonly string[]): string {
  const host = headers.host ?? '';
  if (misnamed(headers, names)) {
    return `the host name ${JSON.stringify(nameOf(host))} is not one of this machine; allow it with --allow-host`;
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return `a page of ${JSON.stringify(origin)} may not call this`;
  }
  const site = headers['sec-fetch-site'];
  const followedLink = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !followedLink) {
    return 'a page of another site may not call this';
  }
  return '';
}

/** What is to be known of an address that the two ports are opened on; '' of one that this machine alone reaches. */
export const exposure = (listen: string): string =>
  isLocal(listen.toLowerCase(), [])
    ? ''
    : `the AWS endpoint and the console listen on ${listen} and ask for no password: whoever reaches them reads keys and users and changes what is protected; keep them behind a firewall`;

/** Whether a request came by a host name that is neither this machine’s nor allowed: a name rebound to it. */
export function misnamed(headers: IncomingHttpHeaders, names: readonly string[]): boolean {
  return !names.includes('*') && !isLocal(nameOf(headers.host ?? ''), names);
}

/** `localhost:4566` → `localhost`; `[::1]:4566` → `::1`; '' for what is no host with or without a port. */
function nameOf(host: string): string {
  const [, address, name = ''] = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))(?::\d*)?$/i.exec(host) ?? [];
  return (address ?? name).toLowerCase();
}

function isLocal(name: string, names: readonly string[]): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || names.includes(name)) return true;
  const address = parseAddress(name);
  return address !== null && loopback.some((block) => lies(address, block));
}

function lies(
  address: { readonly a: number; readonly b: number; readonly c: number; readonly d: number },
  block: (typeof loopback)[number],
): boolean {
  const words = [address.a, address.b, address.c, address.d];
  return words.every((word, i) => word >= block.first[i]! && word <= block.last[i]!);
}
