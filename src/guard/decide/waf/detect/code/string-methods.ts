// Constant strings as the methods of Java's languages, Groovy, FreeMarker, Ruby, Python and JavaScript take them apart
// and put them together.

const gap = String.raw`\s{0,4}`;
const single = String.raw`'[^'\\\n]{0,512}'`;
const double = String.raw`"[^"\\\n]{0,512}"`;
const one = `(${single}|${double})`;
const codes = String.raw`((?:0x[\da-fA-F]{2}|\d{2,3})(?:${gap},${gap}(?:0x[\da-fA-F]{2}|\d{2,3})){0,256})`;

/** Where any of it may stand: most texts hold none of these. */
export const mayHaveMethods = new RegExp(
  [
    String.raw`\bnew\s{1,4}(?:java\.lang\.)?String(?:Builder|Buffer)?\(`,
    String.raw`T\(\s?(?:java\.lang\.)?Character\s?\)`,
    String.raw`["']\s{0,4}\)?\s{0,4}(?:\.\s{0,4}(?:concat|replace|g?sub|slice|reverse|trim|strip|with|decodeBase64|invokeMethod|to|up|low|down|unpack|format|&|["'$\]])|\?(?:replace|sub|trim|j_string|lower_case)|as\s{1,4}String|\[0|\.\s{0,4}execute|%\s{0,4}["'])`,
    String.raw`["']\s{0,4}\+\s{0,4}["']|\.["'$]|\\x00[2-7]|\/\$?\.|\]\*\.|["']\s{1,2}["']`,
    String.raw`\(\s{0,4}["'][^"'\n]{1,80}["']\s{0,4}\)`,
    String.raw`\bexecute\(|%[qQ][({[]|\]\.(?:pack|join)\b|\bbytes\(\[|map\(chr,`,
  ].join('|'),
);

type Rule = readonly [RegExp, (all: string, ...groups: string[]) => string];

const rules: readonly Rule[] = [
  [/'''([^'\\]{1,200})'''|"""([^"\\]{1,200})"""/g, (all, a, b) => literal(a ?? b ?? '', all)],
  [
    /(^|[\s=({[,;>%])(?:\$\/([^/$\n]{1,80})\/\$|\/([^/\n]{1,80})\/)(?=\s{0,4}(?:,[^[\]\n]{0,40}\])?\)?\s{0,4}(?:\*?\.\s{0,4}(?:[\x22']?execute|&execute|invokeMethod|with\s{0,4}\{)|;\s{0,4}\w{1,16}\.execute))/g,
    (all, before, a, b) => before! + literal(a ?? b ?? '', all.slice(before!.length)),
  ],
  // FreeMarker's escape, of four digits.
  [/\\x(00[2-7][\da-fA-F])/g, (all, digits) => character(Number.parseInt(digits!, 16), all)],
  [
    new RegExp(
      String.raw`\bnew\s{1,4}(?:java\.lang\.)?String\(${gap}new\s{1,4}(?:byte|char)\[\]${gap}\{${gap}${codes}${gap}\}${gap}\)|\bnew\s{1,4}(?:java\.lang\.)?String\(${gap}\[${gap}${codes}${gap}\]\s{1,4}as\s{1,4}(?:byte|char)\[\]${gap}\)`,
      'g',
    ),
    (all, a, b) => literal(String.fromCharCode(...(a ?? b ?? '').split(',').map(Number)), all),
  ],
  [
    /T\(\s?(?:java\.lang\.)?Character\s?\)\.toString\(\s?(\d{2,3})\s?\)/g,
    (all, code) => literal(String.fromCharCode(Number(code)), all),
  ],
  [
    new RegExp(
      String.raw`\bnew\s{1,4}(?:java\.lang\.)?StringBu(?:ilder|ffer)\(${gap}${one}${gap}\)\.reverse\(\)(?:\.toString\(\))?|${one}\.reverse\b(?:\(\))?`,
      'g',
    ),
    (all, a, b) => literal(reversed(inside(a ?? b ?? '')), all),
  ],
  [
    new RegExp(
      String.raw`${one}${gap}(?:\.concat\(${gap}|\+${gap})${one}(?:(?<=\.concat\([^()]{0,520})${gap}\))?`,
      'g',
    ),
    (all, a, b) => literal(inside(a!) + inside(b!), all),
  ],
  [
    new RegExp(
      String.raw`\bbytes\(\[${gap}${codes}${gap}\]\)\.decode\([^()]{0,10}\)|(?:''|"")\.join\(map\(chr,${gap}\[${gap}${codes}${gap}\]\)\)|\[${gap}${codes}${gap}\]\.pack\(['"][cCU]\*['"]\)`,
      'g',
    ),
    (all, ...of) => literal(String.fromCharCode(...first(of, 3).split(',').map(Number)), all),
  ],
  [
    new RegExp(
      String.raw`(?:'%s'|"%s")${gap}%${gap}${one}|(?:'\{\}'|"\{\}")\.format\(${gap}${one}${gap}\)`,
      'g',
    ),
    (all, ...of) => literal(inside(first(of, 2)), all),
  ],
  [
    new RegExp(String.raw`(?<=[(,[]${gap})${one}\s{1,2}${one}(?=${gap}[)\],])`, 'g'),
    (all, a, b) => literal(inside(a!) + inside(b!), all),
  ],
  [
    new RegExp(String.raw`${one}\.(?:(lower|toLowerCase|downcase)|upper|toUpperCase|upcase)\b(?:\(\))?`, 'g'),
    (all, text, low) =>
      literal(low === undefined ? inside(text!).toUpperCase() : inside(text!).toLowerCase(), all),
  ],
  [
    new RegExp(String.raw`${one}\.unpack1?\(${gap}['"]m0?['"]${gap}\)(?:\[0\])?`, 'g'),
    (all, text) => literal(Buffer.from(inside(text!), 'base64').toString('latin1'), all),
  ],
  [
    new RegExp(
      String.raw`\[${gap}(${one}(?:${gap},${gap}${one}){0,127})${gap}\]\.join\b(?!\()`.replaceAll(
        one,
        one.replace('(', '(?:'),
      ),
      'g',
    ),
    (all, list) =>
      literal([...list!.matchAll(new RegExp(one, 'g'))].map(([text]) => inside(text)).join(''), all),
  ],
  [/%[qQ][({[]([^(){}[\]'"\\\n]{1,120})[)}\]]/g, (all, text) => literal(text!, all)],
  [
    new RegExp(String.raw`${one}[.?](?:replace(?:All)?|g?sub)\(${gap}${one}${gap},${gap}${one}${gap}\)`, 'g'),
    (all, text, from, to) => literal(inside(text!).replaceAll(inside(from!), inside(to!)), all),
  ],
  [
    new RegExp(
      String.raw`${one}(?:[.?](?:substring|slice)\(|(?=\[\d{1,3}${gap}[,:])\[)${gap}(\d{1,3})${gap}(?:[,:]${gap}(\d{1,3})${gap})?[\])]`,
      'g',
    ),
    (all, text, from, to) =>
      literal(inside(text!).slice(Number(from), to === undefined ? undefined : Number(to)), all),
  ],
  [
    new RegExp(String.raw`${one}\.decodeBase64\(\)(?:\.with${gap}\{${gap}new String\(it\)${gap}\})?`, 'g'),
    (all, text) => literal(Buffer.from(inside(text!), 'base64').toString('latin1'), all),
  ],
  [
    new RegExp(
      String.raw`${one}(?:\.(?:trim|toString|intern|strip)\(\)|\?(?:trim|j_string|no_esc))|\[${gap}${one}${gap}\]${gap}\[0\](?!\s{0,4}\()|\(${gap}${one}\s{1,4}as\s{1,4}String${gap}\)|(?<=(?:^|[^\w)\]"'\s]|\b(?:assert|return|println)\s)\s{0,4})\(${gap}${one}${gap}\)(?!\s{0,4}\()`,
      'g',
    ),
    (all, ...of) => literal(inside(first(of, 4)), all),
  ],
];

/** What a method is called by beside its name: a string, a reference to it, what is done with each. */
const calls: readonly Rule[] = [
  [/\.\s{0,4}(["'])(\w{2,32})\1\s{0,4}(?=\()/g, (_, __, name) => `.${name}`],
  [/\.invokeMethod\(\s{0,4}["'](\w{2,32})["']\s{0,4},[^()\n]{0,40}\)/g, (_, name) => `.${name}()`],
  [/\.&(\w{2,32})\.call\(/g, (_, name) => `.${name}(`],
  [/\.with\s{0,4}\{\s{0,4}it\.(\w{2,32})\(\)\s{0,4}\}/g, (_, name) => `.${name}()`],
  [/(["'])\s{1,4}\.\s{0,4}execute\(/g, (_, quote) => `${quote}.execute(`],
  [/(["'])\s{0,4}(?:,[^[\]\n]{0,80})?\]\s{0,4}\*?\.\s{0,4}execute\(/g, (_, quote) => `${quote}.execute(`],
];

const variable =
  /\b(?:def\s{1,4}|String\s{1,4})?(\w{1,16})\s{0,4}=\s{0,4}('[^'\n]{1,200}'|"[^"\n]{1,200}")\s{0,4}[;\n]/g;

/** The text with each of these strings spelled out, once; `spelledOut` asks again for what was put together of them. */
export function afterMethods(text: string): string {
  let at = text;
  for (const [written, as] of rules) at = at.replace(written, as);
  return at;
}

/** The text with its methods called by their names, and strings in the place of names given to them. */
export function calledPlainly(text: string): string {
  let at = text;
  for (const [written, as] of calls) at = at.replace(written, as);
  for (const [, name, value] of [...at.matchAll(variable)].slice(0, 8))
    at = at.replace(new RegExp(String.raw`(?<![\w.])${name}\.(?=execute\()`, 'g'), `${value}.`);
  return at;
}

/** Of the groups the one that took part. */
const first = (of: readonly unknown[], groups: number): string =>
  (of.slice(0, groups).find((text) => typeof text === 'string') as string | undefined) ?? '';

const inside = (quoted: string): string => quoted.slice(1, -1);
const reversed = (text: string): string => [...text].reverse().join('');
const character = (code: number, otherwise: string): string =>
  code >= 32 && code < 127 && code !== 34 && code !== 39 && code !== 92
    ? String.fromCharCode(code)
    : otherwise;

/** A string without escapes, in quotes that it has not; `otherwise` where it is none. */
export function literal(value: string, otherwise: string): string {
  if (value.length > 1024 || !/^[\x20-\x7e]*$/.test(value) || value.includes('\\')) return otherwise;
  for (const quote of ["'", '"', '`']) if (!value.includes(quote)) return quote + value + quote;
  return otherwise;
}
