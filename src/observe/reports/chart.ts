import { escapeHtml } from './escape-html.ts';
import type { Report } from './report.ts';

const width = 960;
const height = 300;
const left = 64;
const right = 8;
const top = 12;
const bottom = 30;

/** The bars of a report as one inline SVG: no script, no colours of its own (the page's style gives them). */
export function chart({ timeline, totals }: Report): string {
  const { bars, bands, stepMs } = timeline;
  const most = Math.max(1, ...bars.map((b) => b.counts.reduce((sum, n) => sum + n, 0)));
  const scale = niceScale(most);
  const inner = height - top - bottom;
  const y = (n: number): number => top + inner - (inner * n) / scale.max;
  const slot = (width - left - right) / Math.max(1, bars.length);
  const gap = Math.min(2, slot * 0.15);
  const parts: string[] = [];
  for (let n = 0; n <= scale.max; n += scale.step) {
    const at = round(y(n));
    parts.push(
      `<line class="grid" x1="${left}" x2="${width - right}" y1="${at}" y2="${at}"/>`,
      `<text class="axis" x="${left - 8}" y="${at + 4}" text-anchor="end">${grouped(n)}</text>`,
    );
  }
  bars.forEach((bar, i) => {
    const x = round(left + i * slot + gap / 2);
    const label = [
      clock(bar.at, stepMs),
      ...bands.map((band, b) => `${band}: ${grouped(bar.counts[b]!)}`).filter((_, b) => bar.counts[b]! > 0),
    ].join('\n');
    let below = 0;
    const rects = bar.counts.map((n, b) => {
      if (n === 0) return '';
      const from = y(below);
      below += n;
      const tall = Math.max(1, from - y(below));
      return `<rect class="band${b}" x="${x}" y="${round(from - tall)}" width="${round(slot - gap)}" height="${round(tall)}"/>`;
    });
    parts.push(
      `<g><title>${escapeHtml(label)}</title><rect class="hover" x="${round(left + i * slot)}" y="${top}" width="${round(slot)}" height="${inner}"/>${rects.join('')}</g>`,
    );
  });
  const every = Math.max(1, Math.ceil(bars.length / 8));
  bars.forEach((bar, i) => {
    if (i % every !== 0) return;
    parts.push(
      `<text class="axis" x="${round(left + (i + 0.5) * slot)}" y="${height - 10}" text-anchor="middle">${clock(bar.at, stepMs)}</text>`,
    );
  });
  const said = `${grouped(totals.requests)} requests over time, ${grouped(totals.refused)} of them refused`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}">${parts.join('')}</svg>`;
}

/** A number with its thousands apart: `12 345`. */
export const grouped = (n: number): string => String(n).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '\u202f');

/** A scale that ends in a round number, with four or five lines. */
function niceScale(most: number): { max: number; step: number } {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough && Number.isInteger(s)) ?? 1,
  );
  return { step, max: Math.ceil(most / step) * step };
}

/** The time of day; the date too when the steps are long. */
function clock(at: number, stepMs: number): string {
  const iso = new Date(at).toISOString();
  if (stepMs >= 86_400_000) return iso.slice(0, 10);
  return stepMs >= 3_600_000 ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
}

const round = (n: number): number => Math.round(n * 100) / 100;
