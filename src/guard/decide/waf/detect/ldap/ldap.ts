import type { Detector } from '../finding.ts';
import { isBlank, isDigit, isLetter, skipBlank } from '../text/characters.ts';
import { finding } from '../text/judged.ts';
import { wordsAround } from '../text/surroundings.ts';

/**
 * A value that leaves the filter it is put into (RFC 4515): it closes a parenthesis that it did not open and
 * begins another item (`*)(uid=*`, `x)(&)`), ends the filter early (`admin)\0`), or is a whole filter by itself.
 */
export const detectLdap: Detector = (text) => {
  if (text.length < 3 || !text.includes(')')) return null;
  let depth = 0;
  let open = text.indexOf('(');
  for (let close = text.indexOf(')'); close >= 0; close = text.indexOf(')', close + 1)) {
    for (; open >= 0 && open < close; open = text.indexOf('(', open + 1)) depth++;
    if (--depth < 0) return leaves(text, close);
  }
  return whole(text);
};

function leaves(text: string, at: number) {
  let end = at;
  while (end < text.length && skipped(text.charCodeAt(end))) end++;
  const star = text.charCodeAt(at - 1) === 42;
  if (text.charCodeAt(end) === 0 || text.startsWith('%00', end))
    return finding('ldap', star ? 75 : 55, 'filter', ')…NUL', at, Math.min(text.length, end + 1));
  const c = text.charCodeAt(end);
  if (c === 38 || c === 124 || c === 33) {
    // `*)&`, `*))|`: the composition goes on outside the value’s own item.
    const begin = skipBlank(text, end + 1);
    const goesOn = itemAt(text, begin) > 0 || (star && begin + 1 === text.length);
    if (text.charCodeAt(begin) === 40 && goesOn)
      return finding('ldap', 66, 'filter', `)${text[end]}(`, at, Math.min(text.length, end + 2));
    return star && text.length < 24 ? finding('ldap', 45, 'filter', `*)${text[end]}`, at, end + 1) : null;
  }
  if (c !== 40)
    return star && end === text.length && at < 40 ? finding('ldap', 40, 'filter', '*)', at - 1, end) : null;
  const item = itemAt(text, end);
  if (item === 0) return null;
  const prose = wordsAround(text, at, end + 1);
  // With a blank between, it may be prose that happens to have an equals sign.
  const apart = item === 1 && !star && text.charCodeAt(end - 1) !== 41;
  const score = apart ? 45 : (item > 1 ? 84 : 70) + (star ? 10 : 0);
  return finding(
    'ldap',
    prose >= 6 ? 40 : score,
    'filter',
    item > 1 ? ')(…)' : ')(name=',
    at,
    Math.min(text.length, end + 24),
  );
}

const secret = '(?:userPassword|unicodePwd|sambaNTPassword|ms-Mcs-AdmPwd|krbPrincipalKey)';
const address = new RegExp(
  String.raw`^\s{0,4}ldaps?:\/\/[^\s?]{0,256}\?(?:[\w,-]{0,128}${secret}[\w,-]{0,128}\?\w{0,4}|[\w,-]{0,128}\?\w{0,4}\?\([^\s?]{0,128}${secret})`,
  'i',
);

const skipped = (c: number): boolean => c === 41 || (c !== 0 && isBlank(c));

/** What begins with the parenthesis at `at`: 2 a composition (`(|`, `(&)`), 1 an item (`(uid=*`), 0 no filter. */
function itemAt(text: string, at: number): number {
  let i = skipBlank(text, at + 1);
  while (text.charCodeAt(i) === 40 && i < at + 8) i = skipBlank(text, i + 1);
  const c = text.charCodeAt(i);
  if (c === 38 || c === 124 || c === 33) {
    const next = text.charCodeAt(skipBlank(text, i + 1));
    if (next === 40 || next === 41 || i + 1 >= text.length) return 2;
    // A composition without its inner parentheses: broken, but nobody writes it by chance.
    return i > at + 1 && isAttribute(next) && text.slice(i, i + 40).includes('=') ? 2 : 0;
  }
  const start = i;
  while (isAttribute(text.charCodeAt(i))) i++;
  if (i === start || i - start > 64) return 0;
  i = skipBlank(text, i);
  const mark = text.charCodeAt(i);
  if (mark === 61) return 1;
  return (mark === 60 || mark === 62 || mark === 126) && text.charCodeAt(i + 1) === 61 ? 1 : 0;
}

/** Letters, digits, `-`, `.` of an OID, `;` of an option, `:` of a matching rule (RFC 4512 2.5). */
const isAttribute = (c: number): boolean =>
  isLetter(c) || isDigit(c) || c === 45 || c === 46 || c === 59 || c === 58;

// An item that every entry passes which has the attribute at all: `(uid=*)`.
const present = /=\*{1,8}(?:[@._-]\*{1,8})?\s{0,4}(?:\)|$)/;

// `(a=1) AND (b=*)`: a language of its own puts words between.
const joined = /\)\s{0,8}[a-z]{2,8}\s{0,8}\(/i;

/** A value that is a filter from its first to its last character: a composition, or one that lists by a star. */
function whole(text: string) {
  const start = skipBlank(text, 0);
  // RFC 4516: an address that asks for what nobody may read.
  const asked = address.exec(text);
  if (asked !== null) return finding('ldap', 62, 'address', 'passwords of a directory', 0, asked[0].length);
  if (text.charCodeAt(start) !== 40) return grown(text);
  const item = itemAt(text, start);
  if (item === 0 || (item === 1 && !text.trimEnd().endsWith(')'))) return null;
  if (item === 1)
    return text.includes('=*') && text.length < 80 && !joined.test(text)
      ? finding('ldap', 52, 'filter', '(name=*)', start, text.length)
      : null;
  const inner = text.indexOf('=');
  if (inner < 0 && !/^\(\s*[&|]\s*\)/.test(text.slice(start, start + 8))) return null;
  return finding('ldap', present.test(text) ? 62 : 45, 'filter', 'a filter', start, text.length);
}

/** `*(|(mail=*))`: behind a star, a composition that the value’s own item never had. */
function grown(text: string) {
  const at = text.indexOf('*(');
  if (at < 0 || at > 40 || !'|&!'.includes(text[at + 2] ?? ' ')) return null;
  return itemAt(text, at + 1) === 2 && text.includes('=', at)
    ? finding('ldap', 64, 'filter', '*(…)', at, text.length)
    : null;
}
