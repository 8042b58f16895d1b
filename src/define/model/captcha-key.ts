import { z } from 'zod';
import type { Element } from './element.ts';
import { domainText } from './immunity.ts';

/** An API key of the CAPTCHA JavaScript API: which sites may show the puzzles of web ACLs of its scope. */
export interface CaptchaKey extends Element {
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  /** What a page says; anybody can read it there, so that it is a name and no secret. */
  readonly key: string;
  /** Hosts, with all below them, in lower case. */
  readonly tokenDomains: readonly string[];
  /** Seconds since the epoch, by the gateway’s clock. */
  readonly createdAt: number;
}

/** AWS WAF: the domains of one key. */
const mostKeyDomains = 5;

/** The domains of a key. Unlike those of a web ACL one may be `localhost`, where pages are tried out. */
export const keyDomainsShape = z
  .array(z.union([z.literal('localhost'), domainText]))
  .min(1)
  .max(mostKeyDomains)
  .describe('The sites whose pages may use the key, with all below them; 1 to 5.');
