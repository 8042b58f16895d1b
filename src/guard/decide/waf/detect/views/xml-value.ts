import { looksLikeXml } from './xml.ts';

/**
 * True for a value that is a document of XML by itself, which an application hands to a parser: one that says so,
 * whose first element has a prefix or a namespace, or one that is not laid out in lines for the eye. No page and no
 * part of one.
 */
export function isXmlValue(text: string): boolean {
  const begin = /^\s{0,64}<(?:\?xml|!DOCTYPE\s+(?!html)|([A-Za-z_][\w.:-]{0,128})([\s/>]))/.exec(text);
  // A document type alone is none.
  if (begin === null || !/(?:\/|<\/[^<>]{1,256})>\s{0,64}$/.test(text.slice(-512))) return false;
  const name = begin[1];
  if (name === undefined) return true;
  if (page.has(name.toLowerCase()) || !looksLikeXml(text)) return false;
  if (name.includes(':') || !/>[ \t]{0,64}\r?\n/.test(text.trimEnd())) return true;
  return begin[2] !== '>' && /^[^<>]{0,1024}\sxmlns[\s:=]/.test(text.slice(begin[0].length - 1));
}

/** Elements with which a page, or a fragment of one, begins. */
const page = new Set(
  `a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
  button canvas caption center cite code col colgroup content data datalist dd del details dfn dialog dir div dl dt em
  embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
  image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter
  nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext portal pre progress q rb rp
  rt rtc ruby s samp script search section select shadow slot small source spacer span strike strong style sub summary sup
  svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp`.split(
    /\s+/,
  ),
);
