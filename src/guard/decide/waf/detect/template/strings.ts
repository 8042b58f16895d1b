import { literal } from '../code/string-methods.ts';

const gap = String.raw`\s{0,4}`;
const one = String.raw`('[^'\\\n]{0,256}'|"[^"\\\n]{0,256}")`;
/** Characters that are read so. */
const most = 4_096;
/** What is put together of what was put together. */
const rounds = 4;

/** Where a filter is given a function, or anything is asked for by a name. */
const gate = /\|\s{0,4}(?:map|filter|sort|reduce|find|usort|column|attr)\s{0,4}\(|\[\s{0,4}['"(]/;

type Rule = readonly [RegExp, (all: string, ...groups: string[]) => string];
const inside = (quoted: string): string => quoted.slice(1, -1);

const rules: readonly Rule[] = [
  [
    /"((?:[^"\\\n]|\\x[\da-fA-F]{2}){1,256})"/g,
    (all, text) =>
      text!.includes('\\')
        ? literal(
            text!.replace(/\\x(..)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
            all,
          )
        : all,
  ],
  [new RegExp(`${one}${gap}~${gap}${one}`, 'g'), (all, a, b) => literal(inside(a!) + inside(b!), all)],
  [
    new RegExp(String.raw`${one}${gap}\|${gap}(reverse|lower|upper|trim|string|raw|safe|e)\b(?:\(\))?`, 'g'),
    (all, text, filter) => literal(filtered(inside(text!), filter!), all),
  ],
  [
    new RegExp(String.raw`${one}${gap}\|${gap}slice\(${gap}(\d{1,3})${gap},${gap}(\d{1,3})${gap}\)`, 'g'),
    (all, text, from, length) => literal(inside(text!).substr(Number(from), Number(length)), all),
  ],
  [
    new RegExp(
      String.raw`${one}${gap}\|${gap}replace\(${gap}\{?${gap}${one}${gap}[:,]${gap}${one}${gap}\}?${gap}\)`,
      'g',
    ),
    (all, text, from, to) => literal(inside(text!).replaceAll(inside(from!), inside(to!)), all),
  ],
  [
    new RegExp(String.raw`(?:'%s'|"%s")${gap}\|${gap}format\(${gap}${one}${gap}\)`, 'g'),
    (all, text) => literal(inside(text!), all),
  ],
  [
    new RegExp(
      String.raw`\[${gap}(${one}(?:${gap},${gap}${one}){0,64})${gap}\]${gap}\|${gap}join\b(?:\(${gap}(?:''|"")?${gap}\))?`.replaceAll(
        one,
        one.replace('(', '(?:'),
      ),
      'g',
    ),
    (all, list) =>
      literal([...list!.matchAll(new RegExp(one, 'g'))].map(([text]) => inside(text)).join(''), all),
  ],
  [new RegExp(String.raw`(?<!\w)\(${gap}${one}${gap}\)`, 'g'), (all, text) => literal(inside(text!), all)],
];

const variable = new RegExp(String.raw`\{%-?\s{1,4}set\s{1,4}(\w{1,16})${gap}=${gap}${one}\s{0,4}-?%\}`, 'g');

/**
 * A template of Twig or Jinja with its constant strings spelled out (`'sys'~'tem'`, `'METSYS'|lower|reverse`), and those
 * that it sets in the place of their names. The same text where nothing is put together.
 */
export function constantStrings(text: string): string {
  if (text.length > most || !gate.test(text)) return text;
  let at = text;
  for (let round = 0; round < rounds; round++) {
    let next = at;
    for (const [written, as] of rules) next = next.replace(written, as);
    if (next === at) break;
    at = next;
  }
  for (const [, name, value] of [...at.matchAll(variable)].slice(0, 8))
    at = at.replace(new RegExp(String.raw`\(${gap}${name}${gap}(?=[,)])`, 'g'), `(${value}`);
  return at;
}

function filtered(text: string, filter: string): string {
  switch (filter) {
    case 'reverse':
      return [...text].reverse().join('');
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    default:
      return text;
  }
}
