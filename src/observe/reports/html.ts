import { chart, grouped } from './chart.ts';
import { escapeHtml } from './escape-html.ts';
import { type Cell, isFigure, share } from './kind.ts';
import type { Report, Section } from './report.ts';
import { moment } from './text.ts';

/** What the console has beyond a report: what is so at this moment, and links to it for other spans. */
export interface Live {
  readonly sections: readonly Section[];
  readonly links: readonly { readonly href: string; readonly text: string; readonly here: boolean }[];
}

/** The whole report as one file: nothing is loaded, nothing runs, and all that callers sent is escaped. */
export function reportHtml(report: Report, live: Live = { sections: [], links: [] }): string {
  const { totals, from, to, timeline } = report;
  const legend = timeline.bands
    .map((band, i) => [band, i, timeline.bars.reduce((sum, bar) => sum + bar.counts[i]!, 0)] as const)
    .filter(([, , n]) => n > 0)
    .map(([band, i, n]) => `<li><i class="band${i}"></i>${escapeHtml(band)} <b>${grouped(n)}</b></li>`)
    .join('');
  const body =
    totals.requests === 0
      ? '<p class="none">No request was recorded in this time.</p>'
      : `<figure><div class="plot" role="region" aria-label="Requests over time" tabindex="0">${chart(report)}</div><figcaption><ul class="legend">${legend}</ul></figcaption></figure>
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
<header><h1>What was allowed, and what was refused</h1><p>${moment(from)} to ${moment(to)} UTC</p>${linksOf(live)}</header>
<dl class="totals">
${tile('requests', grouped(totals.requests), `${totals.meanLatencyMs} ms on average`)}
${tile('allowed', grouped(totals.allowed), share(totals.allowed, totals.requests))}
${tile('refused', grouped(totals.refused), share(totals.refused, totals.requests))}
${tile('failed', grouped(totals.failed), share(totals.failed, totals.requests))}
</dl>
${live.sections.map(section).join('\n')}
${body}
</main>
</body>
</html>
`;
}

const linksOf = ({ links }: Live): string =>
  links.length === 0
    ? ''
    : `<nav aria-label="Span of time">${links
        .map(
          ({ href, text, here }) =>
            `<a href="${escapeHtml(href)}"${here ? ' aria-current="page"' : ''}>${escapeHtml(text)}</a>`,
        )
        .join('')}</nav>`;

const tile = (name: string, value: string, more: string): string =>
  `<div class="${name}"><dt>${name}</dt><dd>${value}<small>${more}</small></dd></div>`;

function section({ title, columns, rows, name }: Section): string {
  if (rows.length === 0) return '';
  const numeric = columns.map((_, i) => rows.every((row) => isFigure(row[i])));
  const brief = columns.map((_, i) => rows.every((row) => String(row[i] ?? '').length <= mostInOneLine));
  const head = columns.map(
    (c, i) => `<th${numeric[i] ? ' class="n"' : ''} scope="col">${escapeHtml(c)}</th>`,
  );
  const lines = rows.map(
    (row) => `<tr>${row.map((cell, i) => td(cell, numeric[i]!, brief[i]!)).join('')}</tr>`,
  );
  return `<section id="${escapeHtml(name)}"><h2 id="${escapeHtml(name)}-title">${escapeHtml(title)}</h2>
<div class="wide" role="region" aria-labelledby="${escapeHtml(name)}-title" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>
${lines.join('\n')}
</tbody></table></div></section>`;
}

/** Columns of nothing longer than this, the id of a request, are never broken. */
const mostInOneLine = 36;

function td(cell: Cell, figure: boolean, brief: boolean): string {
  if (figure)
    return `<td class="n${cell === 0 ? ' zero' : ''}">${typeof cell === 'number' ? grouped(cell) : escapeHtml(cell)}</td>`;
  return brief
    ? `<td class="word">${escapeHtml(String(cell))}</td>`
    : `<td>${breakable(escapeHtml(String(cell)))}</td>`;
}

/** Names of rules and paths break behind their signs sooner than within a word. */
const breakable = (text: string): string => text.replace(/[/_](?=[A-Za-z0-9])/g, '$&<wbr>');

// Colours that people who see few of them can tell apart (after Okabe and Ito), in a light and a dark set.
const style = `
:root{--page:#fbfbfa;--ink:#1b1f24;--soft:#636c76;--line:#e2e4e8;--card:#fff;
--b0:#2a78b5;--b1:#e6a118;--b2:#c8452f;--b3:#8a63b8;--b4:#3d434b}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--ink:#e8eaed;--soft:#9aa4af;--line:#2c323a;--card:#1b1f25;
--b0:#5aa7e0;--b1:#f0b94a;--b2:#ef7059;--b3:#b393df;--b4:#c3cad2}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1240px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:17px;margin:40px 0 10px}
header p{margin:0;color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:8px;margin:14px 0 0}
nav a{color:inherit;text-decoration:none;border:1px solid var(--line);border-radius:6px;padding:4px 12px;background:var(--card)}
nav a:hover{border-color:var(--soft)}nav a[aria-current]{border-color:var(--b0);box-shadow:inset 0 -2px var(--b0);font-weight:600}
:focus-visible{outline:2px solid var(--b0);outline-offset:2px}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0}
.totals div{background:var(--card);border:1px solid var(--line);border-top:3px solid var(--soft);border-radius:6px;padding:10px 14px}
.totals .allowed{border-top-color:var(--b0)}.totals .refused{border-top-color:var(--b2)}.totals .failed{border-top-color:var(--b4)}
dt{color:var(--soft)}dd{margin:0;font-size:26px;font-variant-numeric:tabular-nums}
dd small{display:block;font-size:13px;color:var(--soft)}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:14px}
section+figure{margin-top:40px}
svg{display:block;width:100%;min-width:860px;height:auto;direction:ltr}
.plot{overflow-x:auto;direction:rtl}
.grid{stroke:var(--line)}.axis{fill:var(--soft);font:12px system-ui,sans-serif}
.hover{fill:transparent}g:hover .hover{fill:var(--line)}
.band0{fill:var(--b0);background:var(--b0)}.band1{fill:var(--b1);background:var(--b1)}.band2{fill:var(--b2);background:var(--b2)}
.band3{fill:var(--b3);background:var(--b3)}.band4{fill:var(--b4);background:var(--b4)}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;list-style:none;margin:10px 0 0;padding:0}
.legend i{display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:7px}
.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:7px 14px;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:anywhere;min-width:17em}
td.word{white-space:nowrap;min-width:0}
tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:13px;white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums;min-width:0;white-space:nowrap}.zero{color:var(--soft)}
.none{color:var(--soft)}
@media print{body{background:#fff}figure,.wide,.totals div{break-inside:avoid}}
`;
