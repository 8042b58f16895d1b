// Words that may stand next to another in a program of PHP, JavaScript, Python, Ruby, Perl, Java or Lua.
const keywords = new Set(
  (
    'and or xor not in is as if unless else elif elsif while until for foreach do then end begin rescue ensure return ' +
    'new class extends implements function fn def async await const let var my our local static final public private ' +
    'protected try catch finally except raise throw import from export default use require include echo print ' +
    'puts die exit instanceof insteadof typeof void delete yield with lambda pass global of case switch break continue ' +
    'int char string boolean bool float double long object null none nil true false super this self goto package'
  ).split(' '),
);
const longest = 512;

/**
 * True when words of a sentence stand behind the code that ends at `from`, outside strings and comments.
 *
 * No language reads two names in a row: what is evaluated as a whole does not run then (`system("x") prints nothing`).
 */
export function sentenceBehind(text: string, from: number): boolean {
  const end = Math.min(text.length, from + longest);
  let names = 0;
  for (let at = from; at < end; at++) {
    const c = text.charCodeAt(at);
    if (isLetter(c)) {
      const start = at;
      while (at < end && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
      const word = text.slice(start, at);
      // What follows is data to PHP, Perl and Ruby.
      if (word.startsWith('__')) return false;
      if (!keywords.has(word.toLowerCase()) && ++names > 1) return true;
      if (text.charCodeAt(at) !== 32) names = 0;
    } else if (c === 34 || c === 39 || c === 96) {
      at = text.indexOf(text[at]!, at + 1);
      if (at < 0) return false;
      names = 0;
    } else if (c === 35 || begins(text, at)) return false;
    else if (c !== 32) names = 0;
  }
  return false;
}

/** A comment, or the end of a block of code: `//`, `/*`, `--`, `?>`, `%>`, `<!--`. */
function begins(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (c === 47) return next === 47 || next === 42;
  if (c === 45) return next === 45;
  return (c === 60 && next === 33) || ((c === 63 || c === 37) && next === 62);
}

const isLetter = (c: number): boolean => ((c | 32) >= 97 && (c | 32) <= 122) || c === 95;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
