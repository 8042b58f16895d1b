import type { Exchange } from '../../base/exchange.ts';
import { plainName } from '../../base/plain-name.ts';

/** What only a web ACL tells, here or in front; and what reads like it (RFC 3875 4.1.18). */
export const isOfWebAcl = (name: string): boolean => told.test(name);
const told = /^x[^a-z0-9]amzn[^a-z0-9]waf[^a-z0-9]./i;

/**
 * The headers of a request as whatever stands behind its web ACL gets them, functions, authorizers and mappings: with
 * those that the web ACL inserted, and without what a client wrote in their place. The same list where there is neither.
 */
export function headersBehindWebAcl(x: Exchange): readonly string[] {
  const inserted = x.inserted ?? [];
  const hides = (name: string): boolean => isOfWebAcl(name) && (!x.proxied || isAmong(inserted, name));
  const { headers } = x;
  const kept = headers.some((text, i) => i % 2 === 0 && hides(text))
    ? headers.filter((_, i) => !hides(headers[i - (i % 2)]!))
    : headers;
  return inserted.length === 0 ? kept : [...kept, ...inserted];
}

function isAmong(inserted: readonly string[], name: string): boolean {
  const plain = plainName(name);
  return inserted.some((own, i) => i % 2 === 0 && plainName(own) === plain);
}
