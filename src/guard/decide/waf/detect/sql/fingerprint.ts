/** The letters of a fingerprint (see `letters` of token.ts) in words. */
const words: Readonly<Record<string, string>> = {
  s: 'string',
  o: 'open string',
  1: 'number',
  n: 'name',
  v: 'variable',
  t: 'TRUE/FALSE/NULL',
  f: 'function',
  '&': 'AND/OR',
  '!': 'NOT',
  '=': 'comparison',
  '+': 'arithmetic',
  U: 'UNION',
  E: 'SELECT',
  k: 'keyword',
  B: 'BY',
  T: 'statement',
  C: 'CASE',
  c: 'comment to the end',
  '?': 'unknown',
};

/** A fingerprint in words: `s&s=o` is `string, AND/OR, string, comparison, open string`. */
export const spelled = (fingerprint: string): string =>
  [...fingerprint].map((letter) => words[letter] ?? letter).join(' ');
