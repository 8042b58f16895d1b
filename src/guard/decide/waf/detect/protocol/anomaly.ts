/** Kinds of what a request has that no ordinary client sends. */
export type AnomalyKind =
  | 'smuggling'
  | 'hop-by-hop'
  | 'host'
  | 'host override'
  | 'spoofed'
  | 'method'
  | 'content type'
  | 'range'
  | 'duplicate'
  | 'encoding'
  | 'null'
  | 'length';

/** One of them, as it was found. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  /** 0 to 100, by evidence, as in a finding. */
  readonly score: number;
  /** `header x-real-ip`, `query`, `path`, `body`, … */
  readonly where: string;
  /** In a short phrase, at most 120 characters of what was sent in it. */
  readonly what: string;
}

/** Takes what is found. */
export type Report = (kind: AnomalyKind, score: number, where: string, what: string) => void;

/** Short enough to be told: what a caller sent, without its control characters. */
export function quoted(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `«${cut.replace(/[^\x20-\x7e\xa1-\xff…]/g, '·')}»`;
}
