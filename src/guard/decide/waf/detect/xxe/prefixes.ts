/**
 * The prefixes by which a document calls what XSLT, XInclude, PHP and Microsoft’s XSLT define, '' the one of names without; the usual ones
 * are kept.
 */
export type Prefixes = ReadonlyMap<string, 'xsl' | 'xi' | 'php' | 'msxsl'>;

const usual: Prefixes = new Map([
  ['xsl', 'xsl'],
  ['xi', 'xi'],
  ['php', 'php'],
  ['msxsl', 'msxsl'],
]);
const meant: Readonly<Record<string, 'xsl' | 'xi' | 'php' | 'msxsl'>> = {
  'XSL/Transform': 'xsl',
  '/XInclude': 'xi',
  'php.net/xsl': 'php',
  'microsoft-com:xslt': 'msxsl',
};
const most = 4_096;

/** A prefix is free: what it stands for is the namespace that it is bound to, wherever in the document. */
export function prefixesOf(text: string): Prefixes {
  if (!text.includes('XSL/Transform') && !text.includes('XInclude')) return usual;
  const found = new Map(usual);
  const binding =
    /xmlns(?::([\w.-]{1,40}))?\s{0,8}=\s{0,8}["'][^"'<>]{0,60}(XSL\/Transform|\/XInclude|php\.net\/xsl|microsoft-com:xslt)\s{0,4}["']/g;
  for (let n = 0; n < most; n++) {
    const bound = binding.exec(text);
    if (bound === null) break;
    found.set(bound[1] ?? '', meant[bound[2]!]!);
  }
  return found;
}
