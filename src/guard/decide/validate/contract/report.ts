import { type Decision, PASS } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';

/** Labels of what does not hold to a document that is only reported on. */
export const REQUEST = 'portcullis:validation:request';
export const ANSWER = 'portcullis:validation:response';

/** Lets a request through that would be refused, and says so. */
export function label(x: Exchange, decision: Decision, name: string): Decision {
  if (decision === PASS) return PASS;
  x.flaws = null;
  if (x.trace === null) x.complaint = '';
  mark(x, name);
  return PASS;
}

/** Gives a request a label, once. */
export function mark(x: Exchange, name: string): void {
  if (x.labels === null) x.labels = [name];
  else if (!x.labels.includes(name)) x.labels.push(name);
}
