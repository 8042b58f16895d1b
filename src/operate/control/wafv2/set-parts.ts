import { blockFlaw, mostBlocks } from '../../../define/model/ip-set.ts';
import type { IpSet } from '../../../define/model/web-acl.ts';
import { patternShape } from '../../../guard/decide/waf/rules/rule.ts';
import { invalidParameter, limitsExceeded } from '../aws-error.ts';

/** Expressions of a set at most, as on AWS. */
const mostPatterns = 10;

/** The addresses of an IP set, each once. Throws what AWS WAF answers to those that cannot be. */
export function addressesIn(asked: readonly string[], version: IpSet['version']): readonly string[] {
  const addresses = [...new Set(asked)];
  if (addresses.length > mostBlocks) throw limitsExceeded(`an IP set holds ${mostBlocks} addresses`);
  for (const text of addresses) {
    const flaw = blockFlaw(text, version);
    if (flaw !== '') throw invalidParameter(`The address ${flaw}`, 'IP_ADDRESS', text);
  }
  return addresses;
}

/** The expressions of a regex pattern set, under the same conditions. */
export function patternsIn(asked: readonly { readonly RegexString: string }[]): readonly string[] {
  const patterns = asked.map(({ RegexString }) => RegexString);
  if (patterns.length > mostPatterns)
    throw limitsExceeded(`a regex pattern set holds ${mostPatterns} expressions`);
  for (const pattern of patterns) {
    const why = patternShape.safeParse(pattern).error?.issues[0]?.message;
    if (why !== undefined) throw invalidParameter(`The expression ${why}`, 'REGEX_PATTERN_SET', pattern);
  }
  return patterns;
}
