const kinds = {
  END: 0,
  /** A comment that runs to the end of the value: what the query went on with is cut off. */
  TAIL: 1,
  NUMBER: 2,
  TEXT: 3,
  /** A string that the value does not close; the query's own quote does. */
  OPEN: 4,
  NAME: 5,
  VARIABLE: 6,
  TRUTH: 7,
  NULL: 8,
  LOGIC: 9,
  NOT: 10,
  COMPARE: 11,
  LIKE: 12,
  IN: 13,
  BETWEEN: 14,
  IS: 15,
  ARITHMETIC: 16,
  PIPES: 17,
  CAST: 18,
  DOT: 19,
  COMMA: 20,
  SEMICOLON: 21,
  LEFT: 22,
  RIGHT: 23,
  LEFT_BRACE: 24,
  RIGHT_BRACE: 25,
  LEFT_BRACKET: 26,
  RIGHT_BRACKET: 27,
  UNION: 28,
  SELECT: 29,
  ALL: 30,
  ANY: 31,
  EXISTS: 32,
  CASE: 33,
  WHEN: 34,
  THEN: 35,
  ELSE: 36,
  FINISH: 37,
  FROM: 38,
  WHERE: 39,
  GROUP: 40,
  ORDER: 41,
  BY: 42,
  HAVING: 43,
  LIMIT: 44,
  INTO: 45,
  PROCEDURE: 46,
  FOR: 47,
  JOIN: 48,
  ON: 49,
  USING: 50,
  AS: 51,
  SORT: 52,
  VERB: 53,
  VALUES: 54,
  WITH: 55,
  SET: 56,
  COLLATE: 57,
  INTERVAL: 58,
  UNARY: 59,
  /** A function that is called without parentheses: CURRENT_USER. */
  NILADIC: 60,
  /** The first word of SOUNDS LIKE, SIMILAR TO, MEMBER OF. */
  PAIR: 61,
  ESCAPE: 62,
  OTHER: 63,
};

/** The kinds of token that the grammar tells apart. */
export const K: Readonly<typeof kinds> = Object.freeze(kinds);

/**
 * One letter a kind, in the order of K: what a fingerprint is made of.
 *
 * s string, o string left open, 1 number, n name, v variable, t TRUE/FALSE/NULL, f function name, & AND/OR/XOR
 * and ||, ! NOT, = a comparison (also LIKE, IN, BETWEEN, IS), + arithmetic, U UNION and its like, E SELECT,
 * k a clause's word, B BY, T a statement's verb, C CASE and its parts, c the comment at the end, ? what no
 * dialect knows; punctuation stands for itself.
 */
export const letters = '.c1sonvtt&!====' + '=+&:.,;(){}[]UEkkkCCCCCkkkkBkkkkkkkkkkTkkkkk+nkk?';

/** The letter of a name that is called. */
export const calledLetter = 'f'.charCodeAt(0);

/** What a function is good for in an attack, as bits. */
export const F = Object.freeze({
  PLAIN: 1,
  TIME: 2,
  RUN: 4,
  FILE: 8,
  NET: 16,
  ERROR: 32,
  ABOUT: 64,
  TEXT: 128,
  FLOW: 256,
});

/** What a name names, where a dialect gives it a meaning. */
export const O = Object.freeze({
  /** Tables and views that describe the database itself. */
  CATALOGUE: 1,
  /** Schemas and databases whose functions are the server's own. */
  SCHEMA: 2,
  /** Packages whose every function reaches outside the database. */
  PACKAGE: 3,
  /** DUAL and its like. */
  PLAIN: 4,
});
