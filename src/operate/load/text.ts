import type { LoadProgress, LoadReport } from './report.ts';

/** Colours for the parts of a report; each gives its text back unchanged where there are none. */
export interface LoadPaint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** One line on a load that runs. */
export function progressLine(p: LoadProgress): string {
  const of = p.planned === null ? '' : ` of ${grouped(p.planned)}`;
  const time = p.plannedSeconds === null ? '' : ` of ${duration(p.plannedSeconds)}`;
  const codes = Object.entries(p.codes).map(([status, n]) => `${status} × ${grouped(n)}`);
  if (p.failed > 0) codes.push(`no answer × ${grouped(p.failed)}`);
  return `${duration(p.seconds)}${time} · ${grouped(p.sent)}${of} sent · ${codes.join(' · ') || 'no answer yet'}`;
}

/** The report as lines for people, no wider than `columns`. */
export function reportLines(report: LoadReport, paint: LoadPaint, columns: number): string[] {
  const failures = Object.entries(report.failures);
  const lines = [paint.bold(heading(report)), ''];
  const rows = [
    ...report.codes.map((c) => ({
      name: String(c.status),
      n: c.count,
      meaning: c.meaning,
      status: c.status,
    })),
    ...failures.map(([code, n]) => ({ name: '–', n, meaning: `no answer: ${failureOf(code)}`, status: 0 })),
  ];
  const all = rows.reduce((sum, row) => sum + row.n, 0);
  const width = Math.max(8, ...rows.map((row) => grouped(row.n).length));
  lines.push(paint.dim(`  status  ${'requests'.padStart(width)}    share  meaning`));
  for (const row of rows) {
    const share = `${((100 * row.n) / all).toFixed(1)} %`.padStart(8);
    lines.push(
      `  ${tint(row.status, paint)(row.name.padEnd(6))}  ${grouped(row.n).padStart(width)} ${share}  ${row.meaning}`,
    );
  }
  if (rows.length === 0) lines.push('  none was sent');
  lines.push('');
  if (report.answered > 0) {
    const { p50, p90, p99, max } = report.latencyMs;
    lines.push(`  latency  p50 ${ms(p50)} · p90 ${ms(p90)} · p99 ${ms(p99)} · max ${ms(max)}`, '');
  }
  lines.push(...chart(report, paint, columns));
  return lines;
}

function heading(report: LoadReport): string {
  const rate = report.rate === null ? '' : ` at ${report.rate}/s`;
  const sources = report.sources > 1 ? ` from ${report.sources} addresses` : '';
  const stopped = report.stopped ? ', ended early' : '';
  return `${report.method} ${report.url}: ${grouped(report.sent)} requests in ${duration(report.seconds)}${rate}${sources}${stopped}`;
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A row of bars for each status: how many such answers there were in each interval. */
export function chart(report: LoadReport, paint: LoadPaint, columns: number): string[] {
  const { rows, interval } = report.timeline;
  if (rows.length < 2) return [];
  const cells = Math.max(10, Math.min(rows.length, columns - 12));
  const each = Math.ceil(rows.length / cells);
  const names = [
    ...report.codes.map((c) => c.status),
    ...(Object.keys(report.failures).length > 0 ? [0] : []),
  ];
  const count = (row: (typeof rows)[number], status: number): number =>
    status === 0 ? row.failed : (row.codes[status] ?? 0);
  const series = names.map((status) => {
    const sums: number[] = [];
    for (let i = 0; i < rows.length; i += each) {
      sums.push(rows.slice(i, i + each).reduce((sum, row) => sum + count(row, status), 0));
    }
    return { status, sums };
  });
  const most = Math.max(1, ...series.flatMap((s) => s.sums));
  const lines = series.map(({ status, sums }) => {
    const bars = sums.map((n) => (n === 0 ? ' ' : BARS[Math.min(7, Math.floor((8 * n) / most))]!)).join('');
    return `  ${(status === 0 ? '–' : String(status)).padEnd(6)}  ${tint(status, paint)(bars)}`;
  });
  const width = series[0]?.sums.length ?? 0;
  const end = duration(rows.length * interval);
  const axis = `0 s${' '.repeat(Math.max(1, width - 3 - end.length))}${end}`;
  lines.push(paint.dim(`          ${axis}   full bar: ${grouped(most)} in ${duration(interval * each)}`));
  return lines;
}

function tint(status: number, paint: LoadPaint): (text: string) => string {
  if (status >= 200 && status < 400) return paint.green;
  return status === 429 || status === 403 || status === 401 ? paint.yellow : paint.red;
}

const failureTexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was cut (ECONNRESET)',
  EADDRNOTAVAIL: 'an address or port to call from is not to be had (EADDRNOTAVAIL)',
  EMFILE: 'too many open files (EMFILE)',
  timeout: 'none within the timeout',
};
const failureOf = (code: string): string => failureTexts[code] ?? code;

/** `850 ms`, `12.5 s`, `5 min`, `1 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds - minutes * 60);
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const ms = (value: number): string =>
  `${value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0)} ms`;
const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
