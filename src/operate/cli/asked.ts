import { EXIT, Halt } from '../halt.ts';

/** A request as it is asked about. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly client: string;
  /** Whether it would come over TLS, and with which certificate (PEM; '' for none). */
  readonly secure: boolean;
  readonly certificate: string;
}

/** A request as curl would send it: `lines` are headers as `Name: value`, `host` is called when the URL names none. */
export function askedOf(
  method: string,
  url: string,
  client: string,
  lines: readonly string[],
  body: string,
  host: string,
  certificate = '',
): Asked {
  if (!/^[A-Z]+$/i.test(method)) throw new Halt(EXIT.usage, `${JSON.stringify(method)} is not a method`);
  const { authority, target } = partsOf(url);
  const headers = lines.flatMap((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  const given = new Set(lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase()));
  const also = (name: string, value: string): string[] =>
    given.has(name.toLowerCase()) ? [] : [name, value];
  return {
    method: method.toUpperCase(),
    target,
    headers: [
      ...also('Host', authority || host || '127.0.0.1:8080'),
      ...also('User-Agent', 'portcullis-explain'),
      ...also('Accept', '*/*'),
      ...headers,
      ...(body === ''
        ? []
        : [
            ...also('Content-Type', 'application/x-www-form-urlencoded'),
            ...also('Content-Length', String(Buffer.byteLength(body))),
          ]),
    ],
    body,
    client,
    secure: certificate !== '' || url.startsWith('https:'),
    certificate,
  };
}

/** The target stays as it was written: what a parser would tidy up may be what the question is about. */
function partsOf(url: string): { authority: string; target: string } {
  const parts = /^https?:\/\/([^/?#]+)([^#]*)/.exec(url);
  if (parts !== null) {
    const [, authority, target] = parts as unknown as [string, string, string];
    if (authority.includes('@')) {
      const instead = `-H 'Authorization: Basic …'`;
      throw new Halt(EXIT.usage, `a name and password are no part of the host: give ${instead} instead`);
    }
    if (!URL.canParse(`http://${authority}/`)) {
      const said = `${JSON.stringify(authority)} in ${JSON.stringify(url)}`;
      throw new Halt(EXIT.usage, `${said} is no host, or no port from 0 to 65535`);
    }
    return { authority, target: target.startsWith('/') ? target : `/${target}` };
  }
  if (url.startsWith('/')) return { authority: '', target: url };
  throw new Halt(
    EXIT.usage,
    `${JSON.stringify(url)} is neither a path that begins with / nor an http:// address`,
  );
}
