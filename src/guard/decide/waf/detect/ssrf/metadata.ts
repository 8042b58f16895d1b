import type { Finding } from '../finding.ts';
import { hostOf } from './host.ts';

/** True for the path of what a cloud tells its machines about themselves. */
export const fetchesMetadata = (rest: string): boolean =>
  rest.length > 10 &&
  (rest.includes('/latest/') || rest.includes('etadata') || rest.includes('/opc/')) &&
  (rest.includes('/latest/meta-data') ||
    rest.includes('/latest/user-data') ||
    rest.includes('/latest/dynamic/instance-identity') ||
    rest.includes('/latest/api/token') ||
    rest.includes('/computeMetadata/v1') ||
    rest.includes('/metadata/instance?') ||
    rest.includes('/metadata/identity/oauth2') ||
    rest.includes('/opc/v1/instance') ||
    rest.includes('/opc/v2/instance') ||
    rest.includes('/metadata/v1.json'));

const near = 2_048;
const unbroken = /^[^\s?#'"]*/;

/** `/proxy/http/169.254.169.254/latest/meta-data/`: a path by which a server is to fetch what it names. */
export function relayed(text: string, from: number): Finding | null {
  // A path has no blanks: a sentence that begins with one tells of an address.
  const path = unbroken.exec(text.slice(from, from + near))![0];
  if (!fetchesMetadata(path)) return null;
  for (let at = 0, next = path.indexOf('/', 1); next > 0; at = next, next = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1, Math.min(next, at + 64)).replace(/:\d{1,5}$/, '');
    if (!name.includes('.') || hostOf(name).reach !== 'metadata' || !fetchesMetadata(path.slice(next)))
      continue;
    return {
      family: 'ssrf',
      score: 80,
      context: 'URL the server fetches',
      what: `the metadata of a cloud at ${name}`,
      from: from + at + 1,
      to: from + path.length,
    };
  }
  return null;
}
