import { info, type Note, warning } from '../../../base/note.ts';
import type { Rule } from '../../model/web-acl.ts';
import { actionOf, keepsOut, statementsOf } from './walk.ts';

interface Forwarded {
  readonly HeaderName: string;
  readonly FallbackBehavior: 'MATCH' | 'NO_MATCH';
  readonly Position?: 'FIRST' | 'LAST' | 'ANY';
}

/** Rules that take the client’s address from a header: who may write it, and who is left out of it. */
export function lintForwarded(rule: Rule, behindProxies: boolean): Note[] {
  return statementsOf(rule).flatMap(({ of, negated }) => {
    const forwarded = (of.ForwardedIPConfig ?? of.IPSetForwardedIPConfig) as Forwarded | undefined;
    if (forwarded === undefined) return [];
    // Without a proxy in front, the last address of this header is the one that the gateway puts there.
    if (!behindProxies && isForwardedFor(forwarded) && forwarded.Position === 'LAST') return [];
    return [...written(rule, forwarded, behindProxies), ...fallback(rule, forwarded, negated)];
  });
}

const isForwardedFor = ({ HeaderName }: Forwarded): boolean => HeaderName.toLowerCase() === 'x-forwarded-for';

function written(rule: Rule, { HeaderName, Position = 'FIRST' }: Forwarded, behindProxies: boolean): Note[] {
  const takes = `rule ${rule.name} takes the client’s address from ${HeaderName}`;
  if (!behindProxies) {
    const message = `${takes}, which every caller can write: no trusted proxy stands in front (settings.trustedProxies); leave ForwardedIPConfig out to use the address of the connection, or name the proxies that set the header`;
    return [warning('waf.forwarded-spoofable', message, rule.origin)];
  }
  if (Position === 'LAST') return [];
  const message = `${takes}, and its first address is the caller’s own word unless the proxy replaces what it was sent; without ForwardedIPConfig the address is taken from X-Forwarded-For from right to left, past trusted proxies alone`;
  return [info('waf.forwarded-first', message, rule.origin)];
}

function fallback(rule: Rule, forwarded: Forwarded, negated: boolean): Note[] {
  const { HeaderName, FallbackBehavior } = forwarded;
  const matches = (FallbackBehavior === 'MATCH') !== negated;
  if (keepsOut(rule) && !matches) {
    const never = isForwardedFor(forwarded)
      ? ''
      : ' (a request without the header is never asked, whatever stands there)';
    const message = `rule ${rule.name} is sidestepped by a ${HeaderName} that holds no address: FallbackBehavior ${FallbackBehavior} makes it pass; ${FallbackBehavior === 'MATCH' ? 'NO_MATCH' : 'MATCH'} would keep it out${never}`;
    return [warning('waf.forwarded-fallback', message, rule.origin)];
  }
  if (actionOf(rule) === 'Allow' && matches) {
    const message = `rule ${rule.name} lets everyone in whose ${HeaderName} holds no address: FallbackBehavior ${FallbackBehavior} counts it as a match; ${FallbackBehavior === 'MATCH' ? 'NO_MATCH' : 'MATCH'} would not`;
    return [warning('waf.forwarded-fallback', message, rule.origin)];
  }
  return [];
}
