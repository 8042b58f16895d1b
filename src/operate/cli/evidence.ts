import { attackName } from '../../base/attack-families.ts';
import type { ExplainedStep } from '../inquiry/explained.ts';
import { plain } from './plain.ts';
import type { Paint } from './terminal.ts';

/** Said by the sentence before already, or in a line of its own at the end. */
const said = ['field', 'family', 'score', 'context', 'construct', 'fingerprint', 'tokens'];

/**
 * What a statement saw of a request that it matched, a line each: the name of the argument or header, what was
 * received, what each transformation made of it, the match marked with «», what the detector understood. Nothing
 * for steps that have no such evidence.
 */
export function evidenceLines(step: ExplainedStep, indent: string, paint: Paint): string[] {
  const { looked, outcome } = step;
  if (outcome !== 'match' || !('value' in looked)) return [];
  const last = Object.keys(looked).findLast((name) => /^\d+\. /.test(name));
  const rows: [string, string][] = [];
  for (const [name, value] of Object.entries(looked)) {
    // The value is what the last transformation gave, or the match without its marks.
    if (
      said.includes(name) ||
      value === '' ||
      (name === 'value' && (last !== undefined || 'match' in looked))
    )
      continue;
    rows.push([name, String(value)]);
  }
  if ('family' in looked) {
    const { family, score, context, construct, fingerprint, tokens } = looked;
    const sure = score === undefined ? '' : `, ${score} of 100`;
    rows.push(['understood', `${attackName(String(family))}${sure}`]);
    if (context !== undefined) rows.push(['context', String(context)]);
    if (construct !== undefined) rows.push(['construct', String(construct)]);
    if (fingerprint !== undefined) rows.push(['fingerprint', `${fingerprint} (${tokens})`]);
  }
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${indent}${paint.dim(name.padEnd(width))}  ${marked(value, paint)}`);
}

/** The part between «» in another colour. */
function marked(text: string, paint: Paint): string {
  const clean = plain(text);
  const from = clean.indexOf('«');
  const to = clean.lastIndexOf('»');
  if (from < 0 || to < from) return clean;
  return `${clean.slice(0, from)}${paint.yellow(clean.slice(from, to + 1))}${clean.slice(to + 1)}`;
}
