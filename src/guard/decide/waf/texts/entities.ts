// AWS WAF's list of the character references that HTML_ENTITY_DECODE reads, in any case.
const named: Readonly<Record<string, number>> = {
  quot: 34,
  amp: 38,
  lt: 60,
  gt: 62,
  nbsp: 160,
  nonbreakingspace: 160,
  newline: 10,
  tab: 9,
  lcub: 123,
  lbrace: 123,
  rcub: 125,
  rbrace: 125,
  verbar: 124,
  vert: 124,
  verticalline: 124,
  excl: 33,
  num: 35,
  dollar: 36,
  percnt: 37,
  percent: 37,
  apos: 39,
  lpar: 40,
  rpar: 41,
  ast: 42,
  midast: 42,
  plus: 43,
  comma: 44,
  period: 46,
  sol: 47,
  colon: 58,
  semi: 59,
  equals: 61,
  quest: 63,
  tilde: 126,
  diacriticaltilde: 126,
  minus: 45,
  lsqb: 91,
  lbrack: 91,
  bsol: 92,
  rsqb: 93,
  rbrack: 93,
  hat: 94,
  lowbar: 95,
  underbar: 95,
  grave: 96,
  diacriticalgrave: 96,
};

const byName = new Map(Object.entries(named));

/** No name is longer. */
export const longestName = Math.max(...Object.keys(named).map((name) => name.length));

/** The code that a name stands for; -1 when it is none of AWS's. */
export const namedCode = (name: string): number => byName.get(name.toLowerCase()) ?? -1;
