/** What an operand, a comparison or a condition turned out to be; the parser's answer for each. */
export const S = Object.freeze({
  NONE: 0,
  NAME: 1,
  NULL: 2,
  TRUTH: 3,
  NUMBER: 4,
  TEXT: 5,
  /** A string left open for the query's own quote. */
  OPEN: 6,
  LIST: 7,
  VARIABLE: 8,
  CALL: 9,
  QUERY: 10,
  /** Two names that differ, compared. */
  NAMES: 11,
  /** A name compared with a number. */
  NAME_NUMBER: 12,
  /** A name compared with a string, a pattern or NULL. */
  NAME_TEXT: 13,
  /** A name compared with itself. */
  SELF: 14,
  /** A call, a variable or a query compared with something. */
  CALL_COMPARED: 15,
  /** Constants compared: nobody asks a database for that but to see whether it answers. */
  CONSTANTS: 16,
  /** Conditions joined by AND or OR. */
  JOINED: 17,
});

/** True for a constant operand. */
export const isConstant = (shape: number): boolean => shape >= S.NULL && shape <= S.OPEN;

/** True for a whole comparison. */
export const isComparison = (shape: number): boolean => shape >= S.NAMES && shape <= S.CONSTANTS;

/** Clauses that a value may add to a query, as bits. */
export const C = Object.freeze({
  BY_NUMBER: 1,
  BY_NAME: 2,
  HAVING_CONSTANTS: 4,
  HAVING: 8,
  LIMIT: 16,
  PROCEDURE: 32,
  OUTFILE: 64,
  INTO: 128,
  WHERE: 256,
  WHERE_CONSTANTS: 512,
});

/** What was found on the way through one value in one context; each count is of grammatical places only. */
export class Evidence {
  /** The first operand, or S.NONE when the value begins with what stands behind one. */
  first: number = S.NONE;
  /** What the first condition was before anything was joined to it. */
  opening: number = S.NONE;
  /** What AND, OR or || joined to the query's own condition: a bit for each S. */
  joined = 0;
  joins = 0;
  /** True when a joined condition is true whatever the row, as far as can be told. */
  tautology = false;
  /** True when OR joins a number to the same number: `1 or 1`. */
  same = false;
  /** Constants compared inside a call, a CASE or a query. */
  inner = 0;
  /** Constants compared with themselves outside of calls: `1=1`. */
  equalities = 0;
  arithmetic = 0;
  /** Parentheses of the query's own that the value closes. */
  closes = 0;
  commas = 0;
  /** UNIONs, and how much the best of them reads like SQL rather than English. */
  unions = 0;
  unionQuality = 0;
  /** Queries in parentheses, and how much the best of them reads like SQL. */
  subqueries = 0;
  subqueryQuality = 0;
  /** Clauses that were added to the query: bits of C. */
  clauses = 0;
  /** Statements behind a semicolon (or simply behind the first): how sure the strongest of them is, 0 to 3. */
  stacked = 0;
  /** True when a semicolon stood between two statements without a blank, or with a comment for one: no sentence is written so. */
  tight = false;
  /** True when the value ends behind a semicolon, but for a comment. */
  ended = false;
  /** How sure a statement with which the value begins is, 0 to 3; -1 without one. */
  leading = -1;
  /** Bits of F: every known use of a function that was called. */
  uses = 0;
  catalogue = 0;
  serverVariables = 0;
  assignments = 0;
  /** Marks of SQL in the query at hand: see `quality` in the parser. */
  quality = 0;
  /** True when parsing stopped where no dialect goes on, and where. */
  failed = false;
  failedAt = 0;
  /** True when it was given up for its depth: it was SQL as far as it was read. */
  deep = false;

  join(shape: number): void {
    this.joins++;
    this.joined |= 1 << shape;
  }
}
