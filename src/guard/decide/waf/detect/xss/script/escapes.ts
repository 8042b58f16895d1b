/** A JavaScript string or name with its escapes undone (ECMA-262 12.9.4): `\x61`, `\u0061`, `\u{61}`, `\141`, `\n`. */
export function unescaped(raw: string): string {
  let out = '';
  let from = 0;
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', from)) {
    out += raw.slice(from, at);
    const c = raw.charCodeAt(at + 1);
    from = at + 2;
    if (c === 0x78) {
      const code = hex(raw, at + 2, at + 4);
      if (code >= 0) {
        out += String.fromCharCode(code);
        from = at + 4;
      }
    } else if (c === 0x75) {
      const braced = raw.charCodeAt(at + 2) === 0x7b;
      const end = braced ? raw.indexOf('}', at + 3) : at + 6;
      const code = end < 0 || end - at > 16 ? -1 : hex(raw, braced ? at + 3 : at + 2, end);
      if (code >= 0 && code <= 0x10ffff) {
        out += String.fromCodePoint(code);
        from = braced ? end + 1 : end;
      }
    } else if (c >= 0x30 && c <= 0x37) {
      let end = at + 2;
      while (end < at + 4 && raw.charCodeAt(end) >= 0x30 && raw.charCodeAt(end) <= 0x37) end++;
      out += String.fromCharCode(Number.parseInt(raw.slice(at + 1, end), 8) & 0xff);
      from = end;
    } else if (c === 0x0d && raw.charCodeAt(at + 2) === 0x0a) from = at + 3;
    else if (c !== 0x0a && !Number.isNaN(c)) out += singles[c] ?? String.fromCharCode(c);
  }
  return out + raw.slice(from);
}

const singles: Record<number, string> = { 110: '\n', 114: '\r', 116: '\t', 98: '\b', 102: '\f', 118: '\v' };

function hex(text: string, from: number, to: number): number {
  if (to > text.length || to === from) return -1;
  let code = 0;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    const digit =
      c >= 0x30 && c <= 0x39 ? c - 0x30 : (c | 0x20) >= 0x61 && (c | 0x20) <= 0x66 ? (c | 0x20) - 0x57 : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}
