import type { Exchange } from '../../../base/exchange.ts';

/** Gives a request labels, with their prefix; each of them once, whoever gives it. */
export function label(x: Exchange, texts: readonly string[]): void {
  if (x.labels === null) x.labels = [...texts];
  else for (const text of texts) if (!x.labels.includes(text)) x.labels.push(text);
}
