import { hexDigit, isAlphanumeric } from './characters.ts';
import { Rewriting } from './rewriting.ts';

/**
 * A text with its character references undone as HTML does it in text (WHATWG HTML 13.2.5.72): those of ASCII
 * characters and blanks by name, all by number, with or without semicolon where browsers allow it. The text itself when
 * there is none.
 */
export function dereferenced(text: string): string {
  let out: Rewriting | null = null;
  for (let at = text.indexOf('&'); at >= 0; ) {
    const end = text.charCodeAt(at + 1) === 35 ? numeric(text, at + 2) : named(text, at + 1);
    if (end > 0) {
      out ??= new Rewriting(text);
      out.replace(at, end, found);
    }
    at = text.indexOf('&', end > 0 ? end : at + 1);
  }
  return out === null ? text : out.text();
}

// The code that the readers below found; a pair would cost an allocation a reference.
let found = 0;

function numeric(text: string, at: number): number {
  const hex = (text.charCodeAt(at) | 32) === 120;
  const first = hex ? at + 1 : at;
  let end = first;
  let code = 0;
  for (; end < text.length; end++) {
    const digit = hexDigit(text.charCodeAt(end));
    if (digit < 0 || (!hex && digit > 9)) break;
    code = Math.min(code * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (end === first) return 0;
  found = code > 0x10ffff ? 0xfffd : code;
  return text.charCodeAt(end) === 59 ? end + 1 : end;
}

function named(text: string, at: number): number {
  let end = at;
  while (end < text.length && end - at < longest && isAlphanumeric(text.charCodeAt(end))) end++;
  if (end === at) return 0;
  if (text.charCodeAt(end) === 59) {
    const code = codes.get(text.slice(at, end));
    if (code !== undefined) {
      found = code;
      return end + 1;
    }
  }
  // `&ltscript`: without semicolon a name ends where one of the old ones does.
  const old = bare.get(text.charCodeAt(at));
  if (old === undefined || !text.startsWith(old.name, at)) return 0;
  found = old.code;
  return at + old.name.length;
}

interface Old {
  readonly name: string;
  readonly code: number;
}

// No two begin alike.
const bare: ReadonlyMap<number, Old> = new Map(
  ['lt<', 'gt>', 'amp&', 'quot"', 'nbsp\u00a0', 'LT<', 'GT>', 'AMP&', 'QUOT"'].map((line) => [
    line.charCodeAt(0),
    { name: line.slice(0, -1), code: line.charCodeAt(line.length - 1) },
  ]),
);

/** Each character with the names that stand for it. */
const names = [
  '\t Tab',
  '\n NewLine',
  '! excl',
  '" quot QUOT',
  '# num',
  '$ dollar',
  '% percnt',
  '& amp AMP',
  "' apos",
  '( lpar',
  ') rpar',
  '* ast midast',
  '+ plus',
  ', comma',
  '. period',
  '/ sol',
  ': colon',
  '; semi',
  '< lt LT',
  '= equals',
  '> gt GT',
  '? quest',
  '@ commat',
  '[ lsqb lbrack',
  '\\ bsol',
  '] rsqb rbrack',
  '^ Hat',
  '_ lowbar UnderBar',
  '` grave DiacriticalGrave',
  '{ lcub lbrace',
  '| verbar vert VerticalLine',
  '} rcub rbrace',
  '\u00a0 nbsp NonBreakingSpace',
  '\u00ad shy',
  '\u2010 hyphen dash',
  '\u200b ZeroWidthSpace',
];
const codes = new Map(
  names.flatMap((line) => {
    const [character, ...all] = line.split(' ');
    return all.map((name): [string, number] => [name, character!.charCodeAt(0)]);
  }),
);
const longest = Math.max(...[...codes.keys()].map((name) => name.length));
