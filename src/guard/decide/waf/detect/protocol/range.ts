import { quoted, type Report } from './anomaly.ts';

const mostRanges = 32;
const mostOverlaps = 2;

/** `Range` (RFC 9110 14.2): many ranges, or ones that overlap, make a server send the same bytes over and over. */
export function checkRange(name: string, value: string, report: Report): void {
  if (!/^\s*bytes\s*=/i.test(value)) return;
  const say = (score: number, what: string): void => report('range', score, `header ${name}`, what);
  const parts = value.slice(value.indexOf('=') + 1).split(',', 512);
  const spans: (readonly [number, number])[] = [];
  for (const part of parts) {
    // Without blanks around it: two runs of them that may be one cost the square of their length.
    const match = /^(\d{0,40})\s*-\s*(\d{0,40})$/.exec(part.trim());
    if (match === null) continue;
    const [first, last] = [match[1]!, match[2]!];
    if (Number(first) > Number.MAX_SAFE_INTEGER || Number(last) > Number.MAX_SAFE_INTEGER) {
      say(76, `${quoted(part)}: no file is that long`);
      return;
    }
    if (first === '') continue;
    const to = last === '' ? Number.POSITIVE_INFINITY : Number(last);
    if (to < Number(first)) {
      say(52, `${quoted(part)} ends before it begins`);
      return;
    }
    spans.push([Number(first), to]);
  }
  if (parts.length > mostRanges) say(66, `${parts.length} ranges`);
  spans.sort((a, b) => a[0] - b[0]);
  let overlaps = 0;
  let end = -1;
  for (const [from, to] of spans) {
    if (from <= end) overlaps++;
    if (to > end) end = to;
  }
  if (overlaps > mostOverlaps) say(64, `${overlaps + 1} ranges that overlap`);
}
