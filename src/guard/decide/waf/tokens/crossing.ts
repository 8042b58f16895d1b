import type { Exchange } from '../../../../base/exchange.ts';
import type { CaptchaKey } from '../../../../define/model/captcha-key.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import { counts, hostOf } from './domain.ts';

const longest = 300;

/** The host of an origin or of an address, in lower case; '' for one that has none, such as `null`. */
function hostIn(address: string): string {
  if (address.length > longest) return '';
  return (
    /^https?:\/\/([\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]|$)/i.exec(address)?.[1]?.toLowerCase() ?? ''
  );
}

/** The host of the page that asks: as its browser says it, or else the one that is asked, whose own page it then is. */
export function siteOf(x: Exchange): string {
  const origin = x.header('origin');
  if (origin !== '') return hostIn(origin);
  const referer = x.header('referer');
  return referer === '' ? hostOf(x) : hostIn(referer.slice(0, longest));
}

/** Whether pages of a site may use a key: of one of its domains, or below it. */
export const opens = ({ tokenDomains }: CaptchaKey, site: string): boolean =>
  site !== '' && counts(site, '', tokenDomains);

/**
 * Fetch, 3.2: what lets a page of another origin read the answer, when the site is the host that is asked itself at
 * another port, lies in the token domains of the web ACL, or in those of the API key that came along. Nothing but
 * `Vary` for all others.
 */
export function crossing(x: Exchange, acl: WebAcl, key: CaptchaKey | null): readonly string[] {
  const origin = x.header('origin');
  const site = origin === '' ? '' : hostIn(origin);
  const known =
    site !== '' && (counts(site, hostOf(x), acl.tokenDomains ?? []) || (key !== null && opens(key, site)));
  return known
    ? [
        ...['Vary', 'Origin'],
        ...['Access-Control-Allow-Origin', origin],
        ...['Access-Control-Allow-Credentials', 'true'],
      ]
    : vary;
}

const vary: readonly string[] = Object.freeze(['Vary', 'Origin']);

/** What a preflight is answered besides, where pages of the origin may ask. */
export const preflight: readonly string[] = Object.freeze([
  ...['Access-Control-Allow-Methods', 'GET, POST'],
  ...['Access-Control-Allow-Headers', 'content-type, x-aws-waf-token'],
  ...['Access-Control-Max-Age', '600'],
]);
