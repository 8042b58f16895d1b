/**
 * A value with its character references undone as in an attribute (WHATWG HTML 13.2.5.72), with and without semicolon.
 */
export function dereferenced(value: string): string {
  let at = value.indexOf('&');
  if (at < 0) return value;
  let out = '';
  let from = 0;
  for (; at >= 0; at = value.indexOf('&', at)) {
    const c = value.charCodeAt(at + 1);
    const end = c === 0x23 ? numeric(value, at + 2) : named(value, at + 1);
    if (end === 0) {
      at++;
      continue;
    }
    out += value.slice(from, at) + found;
    from = at = end;
  }
  return out + value.slice(from);
}

// What the two readers below found; a pair would cost an allocation a reference.
let found = '';

/** Reads `#106`, `#x6a`; the place behind it, 0 when it is none. */
function numeric(value: string, at: number): number {
  const hex = (value.charCodeAt(at) | 0x20) === 0x78;
  const first = hex ? at + 1 : at;
  let end = first;
  let code = 0;
  for (; end < value.length; end++) {
    const c = value.charCodeAt(end);
    const letter = c | 0x20;
    const digit =
      c >= 0x30 && c <= 0x39 ? c - 0x30 : hex && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
    if (digit < 0) break;
    code = Math.min(code * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (end === first) return 0;
  found = code > 0x10ffff || code === 0 ? '\ufffd' : String.fromCodePoint(code);
  return value.charCodeAt(end) === 0x3b ? end + 1 : end;
}

/** Reads the names that hide code: those of ASCII characters and white space. */
function named(value: string, at: number): number {
  let end = at;
  while (end < value.length && end - at < 12 && isAlphanumeric(value.charCodeAt(end))) end++;
  const name = value.slice(at, end);
  if (value.charCodeAt(end) === 0x3b) {
    const character = names[name] ?? legacy[name];
    if (character === undefined) return 0;
    found = character;
    return end + 1;
  }
  const character = legacy[name];
  if (character === undefined || value.charCodeAt(end) === 0x3d) return 0;
  found = character;
  return end;
}

const isAlphanumeric = (c: number): boolean =>
  (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a);

const legacy: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  lt: '<',
  LT: '<',
  gt: '>',
  GT: '>',
  quot: '"',
  QUOT: '"',
  amp: '&',
  AMP: '&',
  nbsp: '\u00a0',
  shy: '\u00ad',
});

const names: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  Tab: '\t',
  NewLine: '\n',
  excl: '!',
  num: '#',
  dollar: '$',
  percnt: '%',
  apos: "'",
  lpar: '(',
  rpar: ')',
  ast: '*',
  midast: '*',
  plus: '+',
  comma: ',',
  period: '.',
  sol: '/',
  colon: ':',
  semi: ';',
  equals: '=',
  quest: '?',
  commat: '@',
  lsqb: '[',
  lbrack: '[',
  bsol: '\\',
  rsqb: ']',
  rbrack: ']',
  Hat: '^',
  lowbar: '_',
  UnderBar: '_',
  grave: '`',
  DiacriticalGrave: '`',
  lcub: '{',
  lbrace: '{',
  rcub: '}',
  rbrace: '}',
  vert: '|',
  verbar: '|',
  VerticalLine: '|',
  hyphen: '\u2010',
  ZeroWidthSpace: '\u200b',
  NoBreak: '\u2060',
  fjlig: 'fj',
});
