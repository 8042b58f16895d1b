import type { Chain } from './chain.ts';
import type { MutualMaterial } from './material.ts';

/**
 * Why a chain was taken back, by the lists at hand; '' when it was not. Every certificate below the root must
 * stand in the reach of a list of its issuer that has not run out, or the domain's `unknown` decides.
 */
export function revocationFlaw(chain: Chain, { revocation, lists }: MutualMaterial, nowMs: number): string {
  if (revocation.lists.length === 0) return '';
  for (let i = 0; i + 1 < chain.length; i++) {
    const certificate = chain[i]!;
    const issuer = chain[i + 1]!.fingerprint256;
    const serial = plainSerial(certificate.serialNumber);
    let current = false;
    for (const list of lists) {
      if (list.issuer !== issuer) continue;
      // What a list that has run out says of a serial holds on: nothing that was taken back comes back by itself.
      if (list.serials.has(serial)) return `${which(i)} was revoked by its issuer`;
      if (i > 0 && list.onlyUsers) continue;
      current ||= list.thisUpdate <= nowMs + SKEW_MS && nowMs <= list.nextUpdate;
    }
    if (!current && revocation.unknown === 'refuse') {
      return `no list of ${which(i)}’s issuer that is in force says whether it was revoked`;
    }
  }
  return '';
}

/** How far the clock of whoever signed a list may be ahead of ours. */
const SKEW_MS = 300_000;

/** A certificate of a chain in words, by its place. */
export const which = (place: number): string => (place === 0 ? 'it' : 'one of its issuers');

/** A serial as lists are searched by: hex in small letters without zeros in front. */
const plainSerial = (hex: string): string => hex.toLowerCase().replace(/^0+(?=.)/, '');
