import type { Exchange } from '../../../../../../base/exchange.ts';

/** Headers whose order tells one client from another, and which are there whatever is asked for. */
const telling = new Set([
  ...['host', 'connection', 'user-agent', 'accept', 'accept-language', 'accept-encoding', 'dnt'],
  ...['sec-ch-ua', 'sec-ch-ua-mobile', 'sec-ch-ua-platform', 'sec-fetch-site', 'sec-fetch-mode'],
]);
const longest = 512;

/**
 * What kind of client it is, as text: its TLS, what it says of itself and in which order. Alike for all copies of one
 * program.
 */
export function clientKind(x: Exchange): string {
  let order = '';
  for (let i = 0; i < x.headers.length && order.length < longest; i += 2) {
    const name = x.headers[i]!.toLowerCase();
    if (telling.has(name)) order += `${name},`;
  }
  const told = [x.tls?.ja4 ?? '', x.header('user-agent'), x.header('accept-language'), order];
  return told.map((part) => part.slice(0, longest)).join('\n');
}

const slash = 47;

/**
 * A hash of what is asked for: the method, and the path with `*` for each segment that has a digit or is long, so that
 * `/pets/7` and `/pets/8` are one.
 */
export function shapeHash(method: string, path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < method.length; i++) hash = mixed(hash, method.charCodeAt(i));
  const end = Math.min(path.length, longest);
  for (let from = 0; from < end; ) {
    let to = from + 1;
    let varies = false;
    let inner = mixed(hash, slash);
    while (to < end && path.charCodeAt(to) !== slash) {
      const c = path.charCodeAt(to++);
      varies ||= c >= 48 && c <= 57;
      inner = mixed(inner, c);
    }
    hash = varies || to - from > 32 ? mixed(hash, 42) : inner;
    from = to;
  }
  return hash | 0;
}

const mixed = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);
