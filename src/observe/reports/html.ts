import { chart, grouped } from './chart.ts';
import { escapeHtml } from './escape-html.ts';
import { type Cell, isFigure, share } from './kind.ts';
import type { Report, Section } from './report.ts';
import { moment } from './text.ts';

/** The whole report as one file: nothing is loaded, nothing runs, and all that callers sent is escaped. */
export function reportHtml(report: Report): string {
  const { totals, from, to, timeline } = report;
  const legend = timeline.bands
    .map((band, i) => [band, i, timeline.bars.reduce((sum, bar) => sum + bar.counts[i]!, 0)] as const)
    .filter(([, , n]) => n > 0)
    .map(([band, i, n]) => `<li><i class="band${i}"></i>${escapeHtml(band)} <b>${grouped(n)}</b></li>`)
    .join('');
  const body =
    totals.requests === 0
      ? '<p class="none">No request was recorded in this time.</p>'
      : `<figure>${chart(report)}<figcaption><ul class="legend">${legend}</ul></figcaption></figure>
${report.sections.map(section).join('\n')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>Portcullis report, ${moment(from)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>What was allowed, and what was refused</h1><p>${moment(from)} to ${moment(to)} UTC</p></header>
<dl class="totals">
${tile('requests', grouped(totals.requests), `${totals.meanLatencyMs} ms on average`)}
${tile('allowed', grouped(totals.allowed), share(totals.allowed, totals.requests))}
${tile('refused', grouped(totals.refused), share(totals.refused, totals.requests))}
${tile('failed', grouped(totals.failed), share(totals.failed, totals.requests))}
</dl>
${body}
</main>
</body>
</html>
`;
}

const tile = (name: string, value: string, more: string): string =>
  `<div class="${name}"><dt>${name}</dt><dd>${value}<small>${more}</small></dd></div>`;

function section({ title, columns, rows, name }: Section): string {
  if (rows.length === 0) return '';
  const numeric = columns.map((_, i) => rows.every((row) => isFigure(row[i])));
  const head = columns.map(
    (c, i) => `<th${numeric[i] ? ' class="n"' : ''} scope="col">${escapeHtml(c)}</th>`,
  );
  const lines = rows.map((row) => `<tr>${row.map((cell, i) => td(cell, numeric[i]!)).join('')}</tr>`);
  return `<section id="${escapeHtml(name)}"><h2>${escapeHtml(title)}</h2>
<div class="wide"><table><thead><tr>${head.join('')}</tr></thead><tbody>
${lines.join('\n')}
</tbody></table></div></section>`;
}

function td(cell: Cell, figure: boolean): string {
  const text = typeof cell === 'number' ? grouped(cell) : escapeHtml(cell);
  return figure
    ? `<td class="n${cell === 0 ? ' zero' : ''}">${text}</td>`
    : `<td${/^[A-Z_]+$/.test(text) ? ' class="word"' : ''}>${text}</td>`;
}

// Colours that people who see few of them can tell apart (after Okabe and Ito), in a light and a dark set.
const style = `
:root{--page:#fbfbfa;--ink:#1b1f24;--soft:#636c76;--line:#e2e4e8;--card:#fff;
--b0:#2a78b5;--b1:#e6a118;--b2:#c8452f;--b3:#8a63b8;--b4:#3d434b}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--ink:#e8eaed;--soft:#9aa4af;--line:#2c323a;--card:#1b1f25;
--b0:#5aa7e0;--b1:#f0b94a;--b2:#ef7059;--b3:#b393df;--b4:#c3cad2}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:17px;margin:40px 0 10px}
header p{margin:0;color:var(--soft)}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0}
.totals div{background:var(--card);border:1px solid var(--line);border-top:3px solid var(--soft);border-radius:6px;padding:10px 14px}
.totals .allowed{border-top-color:var(--b0)}.totals .refused{border-top-color:var(--b2)}.totals .failed{border-top-color:var(--b4)}
dt{color:var(--soft)}dd{margin:0;font-size:26px;font-variant-numeric:tabular-nums}
dd small{display:block;font-size:13px;color:var(--soft)}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:14px}
svg{display:block;width:100%;height:auto}
.grid{stroke:var(--line)}.axis{fill:var(--soft);font:12px system-ui,sans-serif}
.hover{fill:transparent}g:hover .hover{fill:var(--line)}
.band0{fill:var(--b0);background:var(--b0)}.band1{fill:var(--b1);background:var(--b1)}.band2{fill:var(--b2);background:var(--b2)}
.band3{fill:var(--b3);background:var(--b3)}.band4{fill:var(--b4);background:var(--b4)}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;list-style:none;margin:10px 0 0;padding:0}
.legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:7px}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:7px 14px;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:anywhere;min-width:7em}
td.word{white-space:nowrap}
tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:13px;white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums;min-width:0;white-space:nowrap}.zero{color:var(--soft);opacity:.6}
.none{color:var(--soft)}
@media print{body{background:#fff}figure,.wide,.totals div{break-inside:avoid}}
`;
