import type { Finding } from '../../finding.ts';
import { Best } from '../best.ts';
import { Surroundings } from '../surroundings.ts';
import { judgeAttribute } from './attribute.ts';
import { addresses, expressions, isHandler, isKnownHandler } from './names.ts';
import { type Attribute, readAttributes, type Tag } from './tag.ts';

const quotes: readonly (readonly [string, string])[] = [
  ['"', 'double-quoted attribute'],
  ["'", 'single-quoted attribute'],
  ['`', 'back-ticked attribute'],
  ['', 'unquoted attribute'],
];

/**
 * Looks for attributes that a value adds to the tag whose attribute it stands in: it ends the quotes, or the white
 * space after an unquoted value, and goes on with `onfocus=…`. Prose between the quote and the attribute speaks
 * against it: in a tag every word would be an attribute of its own.
 */
export function breakOut(text: string, best: Best): void {
  const named = firstNamed(text);
  if (named < 0) return;
  for (const [quote, context] of quotes) {
    const at = quote === '' ? 0 : text.indexOf(quote) + 1;
    if (at === 0 && quote !== '') continue;
    const attributes: Attribute[] = [];
    const to = readAttributes(text, at, attributes, false);
    const around = new Surroundings(text);
    around.broken = quote !== '' && ends(text, at - 1);
    let idle = 0;
    const tag: Tag = {
      name: '',
      closing: false,
      attributes,
      whole: to <= text.length,
      from: 0,
      to: Math.min(to, text.length),
    };
    for (let i = 0; i < attributes.length; i++) {
      const attribute = attributes[i]!;
      if (attribute.value === '') {
        idle++;
        if (idle > 3 || !isPlainName(attribute.name)) around.broken = false;
      }
      if (idle > 8) break;
      // With no quote to end, only code that nothing but an attack runs is told from a text about attributes.
      if (isNamed(attribute.name)) add(tag, attribute, around, best, quote === '', context);
    }
  }
}

function add(
  tag: Tag,
  attribute: Attribute,
  around: Surroundings,
  best: Best,
  bare: boolean,
  context: string,
): void {
  const own = new Best();
  judgeAttribute(tag, attribute, around, own, 1);
  const { finding } = own;
  if (finding === null) return;
  const less = bare ? (finding.score >= 80 && !around.calm ? 10 : isShown(finding) ? 20 : 30) : 0;
  best.add(finding.score - less, context, finding.what, attribute.from, attribute.to);
}

/** `x onfocus=print() autofocus`: what shows that code runs, and little else. */
const isShown = ({ what, to }: Finding): boolean => what.endsWith('call of print') && to < 64;

/** True for a quote that ends a value: nothing stands before it, or neither white space nor an equals sign. */
function ends(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || (before > 0x20 && before !== 0x3d);
}

const isNamed = (name: string): boolean =>
  (isHandler(name) && isKnownHandler(name)) ||
  name === 'style' ||
  name === 'srcdoc' ||
  addresses.has(name) ||
  expressions.has(name);

/** The first place where a name that matters stands before an equals sign; -1 when none does. */
function firstNamed(text: string): number {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    let end = at;
    while (end > 0 && at - end < 8 && text.charCodeAt(end - 1) <= 0x20) end--;
    let from = end;
    while (from > 0 && end - from < 40 && isNamePart(text.charCodeAt(from - 1))) from--;
    if (end - from >= 2 && isNamed(text.slice(from, end).toLowerCase())) return from;
  }
  return -1;
}

/** Letters, digits and dashes: prose that was cut in two has its quotes and brackets here. */
function isPlainName(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const c = name.charCodeAt(at);
    if (!isNamePart(c) && !(c >= 0x30 && c <= 0x39)) return false;
  }
  return true;
}

const isNamePart = (c: number): boolean =>
  ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) || c === 0x2d || c === 0x3a;
