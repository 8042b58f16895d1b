/** What a style sheet or a `style` attribute would run or fetch; empty when nothing. */
export function dangerOfStyle(raw: string): { what: string; runs: boolean } | null {
  if (!raw.includes('(') && !raw.includes('@') && !raw.includes(':')) return null;
  const css = plain(raw);
  for (const [mark, what] of running) {
    const at = css.indexOf(mark);
    if (at >= 0) return { what, runs: true };
  }
  if (css.includes('-moz-binding:url(') || css.includes('behavior:url('))
    return { what: 'a binding of code', runs: true };
  for (let at = css.indexOf('javascript:'); at >= 0; at = css.indexOf('javascript:', at + 11)) {
    const before = css.slice(Math.max(0, at - 12), at);
    if (/(?:url\(|@import|src[=(])["']?$/.test(before)) return { what: 'javascript: in a style', runs: true };
  }
  if (css.includes('=') && telling.test(css.slice(0, 8192)))
    return { what: 'a value told letter by letter', runs: false };
  const imports = css.indexOf('@import');
  if (imports >= 0) {
    const target = css.slice(imports + 7, imports + 80).replace(/^(?:url\()?["']?/, '');
    if (target.startsWith('data:') || target.startsWith('vbscript:'))
      return { what: 'import of code', runs: true };
    if (/^(?:https?:)?\/\//.test(target) && !/^(?:https?:)?\/\/fonts\.(?:googleapis|bunny)\./.test(target))
      return { what: 'import of a style sheet elsewhere', runs: false };
  }
  return null;
}

// `input[value^=a]{background:url(//…)}`: what a field holds decides what is fetched from elsewhere.
const telling =
  /\[(?:value|content|name|data-[\w-]{1,24}|href|src)[\^$*]=[^\]]{1,40}\][^{}]{0,60}\{[^{}]{0,80}url\(["']?(?:https?:)?\/\//;

const running: readonly (readonly [string, string])[] = [
  [':expression(', 'expression() in a style'],
  ['url(javascript:', 'javascript: in a style'],
  ["url('javascript:", 'javascript: in a style'],
  ['url("javascript:', 'javascript: in a style'],
  ['url(vbscript:', 'vbscript: in a style'],
];

/** In lower case, without white space, comments and escapes undone (CSS Syntax 4.3.7), as a browser reads names. */
function plain(raw: string): string {
  let out = '';
  for (let at = 0; at < raw.length; ) {
    const c = raw.charCodeAt(at);
    if (c === 0x2f && raw.charCodeAt(at + 1) === 0x2a) {
      const end = raw.indexOf('*/', at + 2);
      at = end < 0 ? raw.length : end + 2;
    } else if (c === 0x5c) {
      let end = at + 1;
      let code = 0;
      while (end < at + 7 && isHex(raw.charCodeAt(end))) code = code * 16 + Number.parseInt(raw[end++]!, 16);
      if (end > at + 1) {
        if (raw.charCodeAt(end) <= 0x20) end++;
        out += code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '';
        at = end;
      } else at++;
    } else {
      if (c > 0x20) out += raw[at];
      at++;
    }
  }
  return out.toLowerCase();
}

const isHex = (c: number): boolean => (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66);
