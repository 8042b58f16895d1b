import type { Exchange } from '../../../../base/exchange.ts';
import type { Site } from '../../layer.ts';

/** What a request asks for, in the words of policies. */
export interface Requested {
  /** Its method ARN: `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}`. */
  readonly arn: string;
  /** Other ways to read its path: what denies any of them denies the request; null when there are none. */
  readonly also: readonly string[] | null;
}

/**
 * The method ARN of requests for a stage. The path is the actual one, as its segments are routed: without empty
 * ones and a slash at its end. Letters, digits, `-`, `.`, `_` and `~` stand for themselves however the caller
 * wrote them (RFC 3986 6.2.2.2) and a star and the dollar of a variable (`${…}`) are encoded, so that a policy
 * made from the ARN never says more than the ARN did.
 *
 * Beside it stand the path wholly decoded, the one with the slash at its end, and the one whose segments have no
 * parameters (`;v=1`), which some servers take off first: whoever denies `/admin/*` denies `/%61dmin%2Fx` and
 * `/admin;/x` too.
 */
export function requestedAt({ definition, api, stage }: Site): (x: Exchange) => Requested {
  const { region, accountId } = definition.settings;
  const prefix = `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${stage.name}/`;
  return (x) => {
    const { inner } = x;
    const verb = x.method.includes('*') ? x.method.replaceAll('*', '%2A') : x.method;
    const front = `${prefix}${verb}`;
    if (inner === '/') return { arn: `${front}/`, also: null };
    const last = inner.length - 1;
    const isPlain = !/[%*;$]|\/\/|\/$/.test(inner);
    if (isPlain) return { arn: `${front}${inner}`, also: null };
    const segments = inner.split('/').filter((segment) => segment !== '');
    const path = `/${segments.map(normal).join('/')}`;
    const open = `/${segments.map(decodedWhole).join('/')}`;
    const bare = open.includes(';') ? open.replace(/;[^/]*/g, '') : open;
    const slash = inner.charCodeAt(last) === 47 ? '/' : '';
    const ways = [open, open + slash, bare, bare + slash];
    const also = [...new Set(ways)].filter((way) => way !== path).map((way) => `${front}${way}`);
    return { arn: `${front}${path}`, also: also.length === 0 ? null : also };
  };
}

const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

function normal(segment: string): string {
  const plain = /[*$]/.test(segment) ? segment.replaceAll('*', '%2A').replaceAll('${', '%24{') : segment;
  if (!plain.includes('%')) return plain;
  return plain.replace(/%([0-9A-Fa-f]{2})/g, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : whole.toUpperCase();
  });
}

function decodedWhole(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}
