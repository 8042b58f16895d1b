import { isIP } from 'node:net';

/** Where an HTTP server listens: what connections are pooled by. */
export interface Origin {
  readonly secure: boolean;
  /** For the connection: a name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** For the `Host` header: with the port when it is not the scheme's own. */
  readonly authority: string;
  /** `http://host:port`, always with the port. */
  readonly key: string;
}

/** Reads scheme and authority of a URI; null when they are not `http(s)://host[:port]`. */
export function parseOrigin(scheme: string, authority: string): Origin | null {
  if (!URL.canParse(`${scheme}://${authority}`) || /[@{}]/.test(authority)) return null;
  const url = new URL(`${scheme}://${authority}`);
  const secure = url.protocol === 'https:';
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  if (host === '') return null;
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return { secure, host, port, authority: url.host, key: `${url.protocol}//${url.hostname}:${port}` };
}

/** The name to ask a certificate for; undefined for an address, which SNI cannot carry (RFC 6066 3). */
export const serverName = (origin: Origin): string | undefined =>
  isIP(origin.host) === 0 ? origin.host : undefined;
