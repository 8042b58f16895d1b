import { within } from '../within.ts';

// Words that may stand next to another in a program of PHP, JavaScript, Python, Ruby, Perl, Java or Lua.
const keywords = new Set(
  (
    'and or xor not in is as if unless else elif elsif while until for foreach do then end begin rescue ensure return ' +
    'new class extends implements function fn def async await const let var my our local static final public private ' +
    'protected try catch finally except raise throw import from export default use require include echo print ' +
    'puts die exit instanceof insteadof typeof void delete yield with lambda pass global of case switch break continue ' +
    'enum trait interface abstract readonly namespace int char string boolean bool float double long object null none nil true false super this self goto package'
  ).split(' '),
);
// Perl’s marks of a string: `qw(a b)`, `tr/a b/c d/`.
const quoting = new Set(['q', 'qq', 'qw', 'qr', 'qx', 'm', 's', 'y', 'tr']);
const longest = 512;

/**
 * True when `least` words of a sentence stand behind the code that ends at `from`, outside strings and comments. False
 * where it cannot be told what is a string: behind escapes, patterns, here-documents and the documentation of Perl and
 * Ruby.
 *
 * No language reads two names in a row: what is evaluated as a whole does not run then (`system("x") prints nothing`).
 */
export function sentenceBehind(text: string, from: number, least = 2): boolean {
  const end = Math.min(text.length, from + longest);
  let names = 0;
  let dollar = false;
  for (let at = from; at < end; at++) {
    const c = text.charCodeAt(at);
    if (isLetter(c)) {
      const start = at;
      while (at < end && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
      const word = text.slice(start, at);
      // What follows is data to PHP, Perl and Ruby.
      if (word.startsWith('__') || (quoting.has(word) && !' ,.;:!?'.includes(text[at] ?? ' '))) return false;
      // `class A extends B`, `a in b`; but `$a is b` in no language.
      if (keywords.has(word.toLowerCase())) names = word === 'is' && dollar ? names : 0;
      else if (++names >= least) return true;
      dollar = text.charCodeAt(start - 1) === 36;
      if (text.charCodeAt(at) !== 32) names = 0;
    } else if (c === 34 || c === 39 || c === 96) {
      const close = within(text, text[at]!, at + 1, end);
      if (close < 0 || text.slice(at, close).includes('\\')) return false;
      at = close;
      names = 0;
    } else if (c === 35 || begins(text, at)) return false;
    else if (c !== 32) names = 0;
  }
  return false;
}

/**
 * A comment, the end of a block of code, or words that are data: `//`, `/*`, `--`, `?>`, `%>`, `<!--`, `<<X`, `/a b/`,
 * `[[a b]]`.
 */
function begins(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  // Division stands behind an operand.
  if (c === 47) return next === 47 || next === 42 || !isOperandEnd(text, at);
  if (c === 92) return true;
  if (c === 37 && 'wWqQiI({[<|'.includes(text[at + 1] ?? ' ')) return true;
  if (c === 91) return next === 91;
  if (c === 61) return isLetter(next) && text.charCodeAt(at - 1) === 10;
  if (c === 60 && next === 60) return true;
  if (c === 45) return next === 45;
  return (c === 60 && next === 33) || ((c === 63 || c === 37) && next === 62);
}

/** True where a name, a number or a bracket ends right before, or before blanks. */
function isOperandEnd(text: string, at: number): boolean {
  let last = at - 1;
  while (last > 0 && at - last < 16 && text.charCodeAt(last) === 32) last--;
  const c = text.charCodeAt(last);
  return isLetter(c) || isDigit(c) || c === 41 || c === 93;
}

const isLetter = (c: number): boolean => ((c | 32) >= 97 && (c | 32) <= 122) || c === 95;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
