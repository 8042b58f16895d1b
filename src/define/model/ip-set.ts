import { parseBlock } from '../../base/address.ts';
import type { IpSet } from './web-acl.ts';

/** The most blocks that AWS WAF has in one set. */
export const mostBlocks = 10_000;

/** Why a text cannot stand among the addresses of an IP set of that version, as it follows its place; '' when it can. */
export function blockFlaw(text: string, version: IpSet['version']): string {
  const block = text.includes('/') ? parseBlock(text) : null;
  const [wanted, example, halves] =
    version === 'IPV4'
      ? [4, '203.0.113.0/24', '0.0.0.0/1 and 128.0.0.0/1']
      : [6, '2001:db8::/32', '::/1 and 8000::/1'];
  if (block?.version !== wanted)
    return `must be a block of ${version} in CIDR notation such as ${example}, not ${JSON.stringify(text)}`;
  if (block.text.endsWith('/0')) return `may not be /0, as in AWS WAF: write ${halves} for all addresses`;
  return '';
}
