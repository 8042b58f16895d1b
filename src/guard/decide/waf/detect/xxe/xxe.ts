import type { Detector, Finding } from '../finding.ts';
import { follows, isQuote, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, type Judged, judged, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';
import { within } from '../within.ts';
import { type Prefixes, prefixesOf } from './prefixes.ts';

/**
 * XML that reaches outside itself: entities with a system identifier, parameter entities, entities that multiply,
 * a document type at a foreign address, XInclude, and the functions with which XSLT reads files or runs code.
 */
export const detectXxe: Detector = (text) => {
  if (text.length < 12 || !text.includes('<')) return null;
  const prefixes = prefixesOf(text);
  let worst: Finding | null = null;
  let entities = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    let found: Judged | null = null;
    const c = text.charCodeAt(at + 1);
    if (c === 33) {
      if (follows(text, at + 2, 'entity')) {
        if (!namespaces.test(text.slice(at + 8, at + 240))) {
          entities++;
          found = entity(text, at + 8);
        }
      } else if (follows(text, at + 2, 'doctype')) found = doctype(text, at + 9);
    } else if (c === 63 && follows(text, at + 2, 'xml-stylesheet')) found = sheet(text.slice(at, at + 400));
    else if (((c | 32) >= 97 && (c | 32) <= 122) || c === 63) found = element(text, at + 1, prefixes);
    if (found !== null) worst = worse(worst, finding('xxe', found.score, 'XML', found.what, at, at));
  }
  if (/class="java|xalan|text:|msl:/.test(text)) worst = worse(worst, reached(text));
  if (worst === null) return null;
  worst = { ...worst, to: reach(text, worst.from) };
  if (entities > 3 && worst.score < 70) worst = { ...worst, score: 70 };
  const left = inContext(worst.score, text, worst.from, worst.to);
  return left < 30 ? null : { ...worst, score: left };
};

const binding =
  /\bxmlns:[\w.-]{1,24}\s{0,4}=\s{0,4}["'](?:https?:\/\/xml\.apache\.org\/(?:xalan|xslt)\/java\/?|xalan:\/\/|java:|class:)[\w./-]{0,40}\b(?:java[./]lang[./](?:Runtime|ProcessBuilder|System|Class)|java[./]net[./]URL|javax[./]script)/;
const bean =
  /<bean\s[^>]{0,200}?\bclass="java\.(?:lang\.(?:ProcessBuilder|Runtime|Class)|net\.URLClassLoader)"/;
const read =
  /<image\b[^>]{0,200}?href\s{0,4}=\s{0,4}["'](?:text|msl|ephemeral|mvg|caption|label):@?(?:\/|[a-z]:\\)/i;

/** Java that a style sheet names or a context of Spring makes, and files that ImageMagick reads for a drawing. */
function reached(text: string): Finding | null {
  const start = text.slice(0, 16_384);
  const what: readonly (readonly [RegExp, string])[] = [
    [binding, 'a class of Java in XSLT'],
    [bean, 'a bean that runs something'],
    [read, 'a file as an image'],
  ];
  for (const [written, name] of what) {
    const found = written.exec(start);
    if (found !== null) return finding('xxe', 78, 'XML', name, found.index, found.index);
  }
  return null;
}

function reach(text: string, at: number): number {
  const end = within(text, '>', at, at + 2048);
  return end < 0 ? Math.min(text.length, at + 200) : end + 1;
}

/** `<!ENTITY ns_svg "http://www.w3.org/2000/svg">`: what programs that draw put the names of namespaces into; nothing is fetched. */
const namespaces =
  /^\s{1,8}[\w.-]{1,40}\s{1,8}(["'])(?:https?:\/\/(?:[a-z]{1,8}\.)?(?:w3\.org|adobe\.com|inkscape\.org|purl\.org|sodipodi\.sourceforge\.net|creativecommons\.org)\/[\w./#-]{0,120})\1\s{0,8}>/;

/** What follows `<!ENTITY`: `[%] name SYSTEM "…"`, `[%] name PUBLIC "…" "…"`, or `[%] name "value"`. */
function entity(text: string, at: number): Judged | null {
  let i = skipBlank(text, at);
  if (i === at) return null;
  const parameter = text.charCodeAt(i) === 37;
  if (parameter) i = skipBlank(text, i + 1);
  i = skipBlank(text, nameBehind(text, i));
  if (follows(text, i, 'system') || follows(text, i, 'public'))
    return judged(92, parameter ? 'an external parameter entity' : 'an external entity');
  if (!isQuote(text.charCodeAt(i))) return null;
  const end = text.indexOf(text[i]!, i + 1);
  const value = text.slice(i + 1, Math.min(end < 0 ? text.length : end, i + 500));
  if (parameter) return judged(/<!ENTITY|&#x?\d/i.test(value) ? 88 : 62, 'a parameter entity');
  if (isCharacter(value)) return judged(20, 'an entity');
  let references = 0;
  for (let ref = value.indexOf('&'); ref >= 0; ref = value.indexOf('&', ref + 1))
    if (/^&[\w.-]+;/.test(value.slice(ref, ref + 40))) references++;
  return judged(references > 1 ? 84 : 54, references > 1 ? 'entities that multiply' : 'an entity');
}

/** One character past ASCII: HTML's own entities, as they are told to whoever reads XML alone. */
function isCharacter(value: string): boolean {
  const written = /^&#(?:x([\da-f]{1,6})|(\d{1,7}));$/i.exec(value);
  if (written === null) return /^[^\0-\x7f]$/u.test(value);
  return Number.parseInt(written[1] ?? written[2]!, written[1] === undefined ? 10 : 16) > 0x7f;
}

function nameBehind(text: string, at: number): number {
  let i = nameEnd(text, at);
  while (text.charCodeAt(i) === 45 || text.charCodeAt(i) === 46 || text.charCodeAt(i) === 58)
    i = nameEnd(text, i + 1);
  return i;
}

/**
 * `<?xml-stylesheet type="text/xsl" href="http://…"?>`: XSLT from elsewhere, which whoever transforms the document
 * runs.
 */
const sheet = (head: string): Judged | null =>
  /^[^>]{0,200}?\btype\s?=\s?["'](?:text|application)\/(?:xslt?|xml|xslt\+xml)["']/i.test(head) &&
  /\bhref\s?=\s?["'](?:https?:|ftp:|file:|data:)?\/\/|\bhref\s?=\s?["'](?:file|data|jar):/i.test(head)
    ? judged(62, 'a style sheet from elsewhere')
    : null;

/** Where document types that everybody uses are kept. */
const known =
  /^https?:\/\/(www\.)?(w3\.org|apple\.com|java\.sun\.com|xmlns\.jcp\.org|jakarta\.ee|hibernate\.(org|sourceforge\.net)|mybatis\.org|struts\.apache\.org|docbook\.org|springframework\.org|oasis-open\.org|checkstyle\.org|puppycrawl\.com|jboss\.org|openmobilealliance\.org|wapforum\.org|netbeans\.org|logging\.apache\.org|ibatis\.apache\.org|xml\.apache\.org|jcp\.org|freedesktop\.org|xml\.cxml\.org|musicxml\.org|cobertura\.sourceforge\.net|xml\.evernote\.com|relaxng\.org|my\.netscape\.com|jetty\.org|eclipse\.org)\//i;

/** What is looked up in a catalogue, and a document type that lies near the document: of themselves they do nothing. */
const own = /^(?:urn:[\w.:-]{1,200}|(?:\.\.\/){1,4}(?:[\w-]{1,40}\/){0,4}[\w.-]{1,60}\.dtd)$/i;

/** What follows `<!DOCTYPE`: a document type at an address that is no well-known one. */
function doctype(text: string, at: number): Judged | null {
  const name = skipBlank(text, at);
  let i = skipBlank(text, nameBehind(text, name));
  let formal = '';
  if (follows(text, i, 'public')) {
    i = skipBlank(text, i + 6);
    const end = isQuote(text.charCodeAt(i)) ? text.indexOf(text[i]!, i + 1) : -1;
    if (end < 0) return null;
    formal = text.slice(i + 1, end);
    i = skipBlank(text, end + 1);
  } else if (follows(text, i, 'system')) i = skipBlank(text, i + 6);
  else return inner(text, i);
  let found: Judged | null = null;
  if (isQuote(text.charCodeAt(i))) {
    const end = text.indexOf(text[i]!, i + 1);
    const place = text.slice(i + 1, Math.min(end < 0 ? text.length : end, i + 300));
    i = skipBlank(text, end < 0 ? text.length : end + 1);
    found = text.charCodeAt(i) !== 91 && own.test(place) ? null : foreign(place, formal);
  }
  return worse(found, inner(text, i));
}

/** Formal names of document types whose owners keep them at well-known places, and nowhere else. */
const elsewhere =
  /^[-+]\/\/(?:W3C|Apple|Sun Microsystems|OASIS|Hibernate|mybatis\.org|ibatis\.apache\.org|Apache)\b/i;

function foreign(place: string, formal: string): Judged | null {
  if (place === 'about:legacy-compat' || known.test(place)) return null;
  const scheme = /^[a-z][a-z0-9+.-]*:/i.test(place);
  if (/^(file|php|expect|gopher|ftp|jar|netdoc|data|ldap|dict|\\\\)/i.test(place))
    return judged(86, 'a document type in a file');
  if (!scheme)
    return place.startsWith('/') || place.startsWith('..') ? judged(60, 'a document type in a file') : null;
  const named = /\/\/DTD /.test(formal) && !elsewhere.test(formal);
  return judged(named ? 45 : 66, 'a document type at an address');
}

/** References to parameter entities inside the brackets of a document type. */
function inner(text: string, at: number): Judged | null {
  if (text.charCodeAt(at) !== 91) return null;
  const subset = text.slice(at + 1, at + 600);
  return /^\s*%[\w.-]+;/.test(subset) ? judged(70, 'a parameter entity') : null;
}

const files =
  /\b(document|unparsed-text|doc|php:function(String)?|system-property|rt:exec|ptr:getRuntime|java:|unparsed-entity-uri|file:read)\s*\(/;

/** `p:function('system', 'id')`, whatever PHP’s namespace is called. */
function ofPhp(attributes: string, prefixes: Prefixes): RegExpExecArray | null {
  const call = /(?<![\w.-])([\w.-]{1,40}):function(?:String)?\s{0,4}\(/.exec(attributes);
  return call !== null && prefixes.get(call[1]!) === 'php' ? call : null;
}

/** XInclude, and what XSLT offers beyond a document of its own. */
function element(text: string, at: number, prefixes: Prefixes): Judged | null {
  const end = nameBehind(text, at);
  const written = text.slice(at, end);
  const colon = written.indexOf(':');
  const prefix = prefixes.get(written.slice(0, Math.max(0, colon)));
  if (colon < 0 && prefix === undefined) return null;
  const local = written.slice(colon + 1);
  const name = prefix === undefined ? written : `${prefix}:${local}`;
  if (local !== 'include' && local !== 'script' && !name.startsWith('xsl:')) return null;
  const near = text.slice(end, end + 600);
  const close = near.indexOf('>');
  const attributes = close < 0 ? near : near.slice(0, close + 1);
  if (
    (local === 'include' || (local === 'import' && name === 'xsl:import')) &&
    !name.startsWith('jsp') &&
    !name.startsWith('esi')
  ) {
    if (name.startsWith('xi:') || attributes.includes('XInclude'))
      return judged(/href/.test(attributes) ? 88 : 60, 'XInclude');
    if (name.startsWith('xsl:') && /href\s*=\s*["'](https?:|file:|\/|ftp:)/.test(attributes))
      return judged(66, name);
  }
  if (name.startsWith('xsl:')) {
    const call = files.exec(attributes) ?? ofPhp(attributes, prefixes);
    if (call !== null) return judged(call[1] === 'system-property' ? 60 : 76, `${call[1]}() in XSLT`);
    return local === 'script' || local === 'result-document' ? judged(60, name) : null;
  }
  return name === 'msxsl:script' || name === 'lxslt:script' || name === 'xalan:script'
    ? judged(82, name)
    : null;
}
