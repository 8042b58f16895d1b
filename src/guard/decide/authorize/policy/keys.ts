import { type Exchange, headerOf } from '../../../../base/exchange.ts';
import type { Site } from '../../layer.ts';
import { Networks } from './networks.ts';

/** Reads a condition key off a request: undefined when it has none. */
export type ReadKey = (x: Exchange) => string | undefined;

/** Gives the reader of a condition key, whatever its case; null for one that no request has here. */
export type Keys = (key: string) => ReadKey | null;

/**
 * The condition keys of requests for an API ("AWS condition keys that can be used in API Gateway resource
 * policies"). A private API has the keys of its VPC and not `aws:SourceIp`, a public one the other way round. Of
 * a signed request there are those of its principal too.
 */
export function conditionKeys({ api, definition }: Pick<Site, 'api' | 'definition'>): Keys {
  const isPrivate = api.endpointType === 'PRIVATE';
  const networks = new Networks(definition.settings);
  const header =
    (name: string): ReadKey =>
    (x) =>
      headerOf(x.headers, name) || undefined;
  const keys = new Map<string, ReadKey>([
    ['aws:currenttime', (x) => new Date(x.at).toISOString()],
    ['aws:epochtime', (x) => String(Math.floor(x.at / 1000))],
    ['aws:referer', header('referer')],
    ['aws:useragent', header('user-agent')],
    ['aws:securetransport', (x) => String(x.secure)],
    ['aws:sourcearn', () => undefined],
    ['aws:sourceip', (x) => (isPrivate ? undefined : x.client.text)],
    ['aws:vpcsourceip', (x) => (isPrivate ? x.client.text : undefined)],
    ['aws:sourcevpc', (x) => (isPrivate ? networks.of(x.client)?.vpc : undefined)],
    ['aws:sourcevpce', (x) => (isPrivate ? networks.of(x.client)?.endpoint || undefined : undefined)],
  ]);
  return (key) => {
    const lower = key.toLowerCase();
    const own = keys.get(lower);
    if (own !== undefined) return own;
    return /^aws:(principal|token|multifactor|user)/.test(lower) ? (x) => x.caller?.iam?.keys[lower] : null;
  };
}
