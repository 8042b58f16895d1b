import { onDemand } from '../../base/on-demand.ts';

const tldts = onDemand<typeof import('tldts')>('tldts');

/**
 * Whether a domain of two labels or more is a public suffix, one below which anybody may have a domain (`co.uk`,
 * `github.io`), by Mozilla's list: browsers keep no cookie for it.
 */
export const isPublicSuffix = (domain: string): boolean =>
  tldts().getPublicSuffix(domain, { allowPrivateDomains: true, validateHostname: false }) ===
  domain.toLowerCase();
