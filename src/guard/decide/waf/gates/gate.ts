import type { IpRanges } from '../addresses/ip-ranges.ts';
import type { Lens } from '../lens/lens.ts';

/** One of the things of which a request must have one for a rule to match: a text in a field, or an address in a set. */
export type Sign =
  | { readonly kind: 'text'; readonly lens: Lens; readonly text: string }
  | { readonly kind: 'address'; readonly ranges: IpRanges };

/**
 * What a request must have one of, or the rule cannot match it; null when there is no telling. Signs are looked for
 * all at once, so that a rule whose signs are not there is not asked at all.
 */
export type Gate = readonly Sign[] | null;

/** More than that, and looking for them costs more than asking the rule. */
const mostSigns = 32;

/** Of statements that must all match: the gate with the fewest signs. */
export function gateOfAll(gates: readonly Gate[]): Gate {
  let best: Gate = null;
  for (const gate of gates) if (gate !== null && (best === null || gate.length < best.length)) best = gate;
  return best;
}

/** Of statements of which one must match. */
export function gateOfAny(gates: readonly Gate[]): Gate {
  const signs: Sign[] = [];
  for (const gate of gates) {
    if (gate === null) return null;
    signs.push(...gate);
  }
  return signs.length > mostSigns ? null : signs;
}

export const gateOfTexts = (lens: Lens, texts: readonly string[] | null): Gate =>
  texts === null ? null : texts.map((text) => ({ kind: 'text', lens, text }));
