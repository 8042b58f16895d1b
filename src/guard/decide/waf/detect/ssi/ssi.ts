import type { Detector, Finding } from '../finding.ts';
import { follows, isBlank, isLetter, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, findingAt, type Judged, judged, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';

/**
 * Server-side includes (`<!--#exec cmd="…"-->`), edge-side includes (`<esi:include src="…"/>`) and the including
 * tags of JSP and ColdFusion, which a server or cache in front of the page carries out.
 */
export const detectSsi: Detector = (text) => {
  if (text.length < 8) return null;
  let worst = text.includes('$(') ? variable(text) : null;
  if (worst === null && !text.includes('<')) return null;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const c = text.charCodeAt(at + 1);
    if (c !== 33 && !isLetter(c)) continue;
    const found = c === 33 ? comment(text, at) : element(text, at + 1);
    if (found === null) continue;
    worst = worse(worst, finding('ssi', found.score, 'HTML', found.what, at, at));
    if (worst!.score >= 90) break;
  }
  if (worst === null) return null;
  const end = worst.to > worst.from ? worst.to - 1 : text.indexOf('>', worst.from);
  const to = end < 0 ? text.length : end + 1;
  const left = inContext(worst.score, text, worst.from, to);
  return left < 30 ? null : { ...worst, score: left, to };
};

/** `$(HTTP_COOKIE{'sid'})`: a variable of edge-side includes, which tells of the request; a shell has no key in one. */
function variable(text: string): Finding | null {
  const found =
    /\$\((?:HTTP_(?:COOKIE|HOST|USER_AGENT|REFERER|ACCEPT_LANGUAGE)|QUERY_STRING)\{['"]?[\w.-]{1,64}['"]?\}\)/.exec(
      text.slice(0, 16_384),
    );
  return findingAt(found, 'ssi', 66, 'edge-side includes', 'a variable');
}

/** Directives of Apache and nginx, and the attributes each takes. */
const directives: ReadonlyMap<string, { score: number; attributes: string }> = new Map([
  ['exec', { score: 95, attributes: 'cmd cgi' }],
  ['include', { score: 86, attributes: 'virtual file' }],
  ['echo', { score: 78, attributes: 'var encoding decoding' }],
  ['config', { score: 70, attributes: 'errmsg timefmt sizefmt echomsg' }],
  ['set', { score: 66, attributes: 'var value' }],
  ['fsize', { score: 74, attributes: 'file virtual' }],
  ['flastmod', { score: 74, attributes: 'file virtual' }],
  ['printenv', { score: 84, attributes: '' }],
  ['if', { score: 58, attributes: 'expr' }],
  ['odbc', { score: 60, attributes: 'connect statement debug' }],
]);

function comment(text: string, at: number): Judged | null {
  if (follows(text, at, '<!--esi')) return judged(82, '<!--esi');
  if (!text.startsWith('<!--', at)) return exactly(text, at + 2);
  // Apache wants the sign at once; some readers allow a blank.
  let sign = at + 4;
  if (text.charCodeAt(sign) === 32) sign++;
  return text.charCodeAt(sign) === 35 ? exactly(text, sign) : null;
}

/** A directive behind `#`: with one of its attributes, or of those that need none. */
function exactly(text: string, sign: number): Judged | null {
  if (text.charCodeAt(sign) !== 35) return null;
  const end = nameEnd(text, sign + 1);
  const name = text.slice(sign + 1, end).toLowerCase();
  const directive = directives.get(name);
  if (directive === undefined) return null;
  if (directive.attributes === '') return judged(directive.score, `#${name}`);
  const start = skipBlank(text, end);
  const attribute = text.slice(start, nameEnd(text, start)).toLowerCase();
  if (start === end || attribute === '' || !directive.attributes.split(' ').includes(attribute)) return null;
  const equals = skipBlank(text, start + attribute.length);
  return text.charCodeAt(equals) === 61 ? judged(directive.score, `#${name} ${attribute}`) : null;
}

const edge = new Set([
  'include',
  'inline',
  'vars',
  'remove',
  'comment',
  'assign',
  'eval',
  'choose',
  'try',
  'debug',
  'function',
  'when',
]);

function element(text: string, at: number): Judged | null {
  if (follows(text, at, 'esi:')) {
    const end = nameEnd(text, at + 4);
    const name = text.slice(at + 4, end).toLowerCase();
    const c = text.charCodeAt(end);
    return edge.has(name) && (isBlank(c) || c === 47 || c === 62)
      ? judged(name === 'include' || name === 'eval' || name === 'inline' ? 88 : 76, `esi:${name}`)
      : null;
  }
  if (follows(text, at, 'cfexecute')) return judged(86, 'cfexecute');
  if (follows(text, at, 'cfinclude') || follows(text, at, 'cffile')) return judged(72, 'cfinclude');
  if (follows(text, at, 'jsp:include') || follows(text, at, 'jsp:forward')) return judged(70, 'jsp:include');
  if (
    follows(text, at, 'jsp:usebean') ||
    follows(text, at, 'jsp:scriptlet') ||
    follows(text, at, 'jsp:expression')
  )
    return judged(74, 'jsp:scriptlet');
  return follows(text, at, 'c:import')
    ? judged(/^c:import\s[^>]*url\s*=/i.test(text.slice(at, at + 120)) ? 64 : 0, 'c:import')
    : null;
}
