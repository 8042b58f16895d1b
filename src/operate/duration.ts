/** Milliseconds of `90s`, `15m`, `1h`, `7d`; null when the text is none. */
export function durationMs(text: string): number | null {
  const parts = /^(\d{1,6})(s|m|h|d)$/.exec(text);
  if (parts === null) return null;
  const unit = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[parts[2] as 's' | 'm' | 'h' | 'd'];
  return Number(parts[1]) * unit;
}
