/**
 * The prefixes by which a document calls what XSLT and XInclude define, '' the one of names without; the usual ones
 * are kept.
 */
export type Prefixes = ReadonlyMap<string, 'xsl' | 'xi'>;

const usual: Prefixes = new Map([
  ['xsl', 'xsl'],
  ['xi', 'xi'],
]);
const most = 4_096;

/** A prefix is free: what it stands for is the namespace that it is bound to, wherever in the document. */
export function prefixesOf(text: string): Prefixes {
  if (!text.includes('XSL/Transform') && !text.includes('XInclude')) return usual;
  const found = new Map(usual);
  const binding =
    /xmlns(?::([\w.-]{1,40}))?\s{0,8}=\s{0,8}["'][^"'<>]{0,60}(XSL\/Transform|\/XInclude)\s{0,4}["']/g;
  for (let n = 0; n < most; n++) {
    const bound = binding.exec(text);
    if (bound === null) break;
    found.set(bound[1] ?? '', bound[2] === '/XInclude' ? 'xi' : 'xsl');
  }
  return found;
}
