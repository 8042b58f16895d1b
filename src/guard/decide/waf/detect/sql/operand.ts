import { isWord } from './characters.ts';
import { S } from './evidence.ts';
import { Reader } from './reader.ts';
import { F, K, O } from './token.ts';
import { isServerVariable, meaningOf, useOf, useOfCall } from './words.ts';

/**
 * Reads SQL operands, and keeps evidence of what they would do to a query.
 *
 * Each method begins at the current token, ends at the first that does not belong to it, and answers with a
 * shape (S). What no dialect takes sets `evidence.failed`, after which every method returns at once.
 */
export abstract class OperandReader extends Reader {
  /** An operand that stands before the value in the query; the first that is asked for. */
  prior: number = S.NONE;
  /** How many calls, CASEs and queries the reader is inside of. */
  inside = 0;
  /** How many of those are known to SQL, not just any language's calls. */
  known = 0;
  /** What the last name would tell if it were called: `user` is a function without parentheses in some dialects. */
  about = 0;
  /** The value of the last operand when it is a number, and the place of its text when it has one. */
  value = Number.NaN;
  textFrom = 0;
  textTo = 0;
  /** What the last comparison came to: 1 true, 0 false, -1 unknown. */
  truth = -1;
  /** Reads a query from SELECT, WITH or VALUES on. */
  abstract query(): void;

  /** Reads what may follow a condition in a query; `named` when a bare name may rename it. */
  abstract clauses(named: boolean): void;

  /** Reads comparisons joined by AND, OR, XOR, && and ||. */
  abstract condition(): number;

  /** Reads one operand with what may stand before and behind it. */
  operand(): number {
    if (this.prior !== S.NONE) {
      const shape = this.prior;
      this.prior = S.NONE;
      this.textTo = this.textFrom;
      if (this.kind !== K.LEFT_BRACKET) this.#postfixes();
      return shape;
    }
    if (this.evidence.failed) return S.NONE;
    for (;;) {
      const { kind } = this;
      const c = this.text.charCodeAt(this.from);
      const sign = kind === K.ARITHMETIC && (c === 43 || c === 45);
      // BINARY and its like are also names of functions.
      if (!sign && kind !== K.NOT && !(kind === K.UNARY && this.peek() !== 40)) break;
      this.next(true);
    }
    this.value = Number.NaN;
    this.truth = -1;
    const shape = this.#primary();
    this.#postfixes();
    return shape;
  }

  #postfixes(): void {
    while (
      !this.evidence.failed &&
      (this.kind === K.CAST || this.kind === K.COLLATE || this.kind === K.LEFT_BRACKET)
    )
      this.#postfix();
  }

  #postfix(): void {
    if (this.kind === K.LEFT_BRACKET) return void this.#upTo(K.RIGHT_BRACKET);
    this.next(false);
    if (this.kind !== K.NAME && this.kind !== K.UNARY) return void this.fail();
    this.next(false);
    if (this.kind === K.LEFT) this.callArguments();
  }

  /** Reads the condition behind the current token, or several, and the bracket that must follow. */
  #upTo(close: number): void {
    if (!this.deeper()) return;
    do {
      this.next(true);
      this.condition();
    } while (this.kind === K.COMMA && !this.evidence.failed);
    this.depth--;
    if (this.kind === close) this.next(false);
    else this.fail();
  }

  #primary(): number {
    const { evidence } = this;
    switch (this.kind) {
      case K.NUMBER:
        this.value = this.number;
        evidence.quality++;
        this.next(false);
        return S.NUMBER;
      case K.TEXT:
      case K.OPEN: {
        const shape = this.kind === K.TEXT ? S.TEXT : S.OPEN;
        this.textFrom = this.contentFrom;
        this.textTo = this.contentTo;
        evidence.quality++;
        const name = this.isQuotedName();
        this.next(false);
        // "users"."password"
        if (name && this.kind === K.DOT && (isWord(this.peek()) || this.peek() === 34)) {
          this.next(true);
          return this.#primary();
        }
        return shape;
      }
      case K.NULL:
      case K.TRUTH: {
        const shape = this.kind === K.NULL ? S.NULL : S.TRUTH;
        this.value = Number((this.text.charCodeAt(this.from) | 32) === 116);
        if (this.kind === K.NULL) evidence.quality++;
        if (this.peek() === 40) return this.#name();
        this.next(false);
        return shape;
      }
      case K.VARIABLE:
        if (isServerVariable(this.text, this.from)) evidence.serverVariables++;
        evidence.quality++;
        this.next(false);
        return S.VARIABLE;
      case K.LEFT:
        return this.#group();
      case K.LEFT_BRACE:
        // ODBC's {d '2024-01-01'}, and MySQL's {any_name expression}.
        this.next(false);
        if (this.kind !== K.NAME) return this.fail();
        this.#upTo(K.RIGHT_BRACE);
        return S.CALL;
      case K.CASE:
        return this.#case();
      case K.EXISTS:
        this.next(true);
        return this.kind === K.LEFT ? this.#group() : this.fail();
      case K.INTERVAL:
        if (this.peek() !== 40) {
          if (!this.deeper()) return S.NONE;
          this.next(true);
          this.operand();
          this.depth--;
          if (this.kind === K.NAME) this.next(false);
          return S.NUMBER;
        }
        return this.#name();
      case K.NAME:
      case K.NILADIC:
        return this.#name();
      default:
        // LEFT, IF, REPLACE, CHAR … are functions when a parenthesis follows.
        return useOf(this.slot) > 0 && isWord(this.text.charCodeAt(this.from)) && this.peek() === 40
          ? this.#name()
          : this.fail();
    }
  }

  #group(): number {
    const { evidence } = this;
    if (!this.deeper()) return S.NONE;
    this.next(true);
    let shape: number = S.QUERY;
    if (this.kind === K.SELECT || this.kind === K.WITH || this.kind === K.VALUES) {
      const outer = evidence.quality;
      evidence.quality = 0;
      this.inside++;
      this.known++;
      this.query();
      this.inside--;
      this.known--;
      evidence.subqueries++;
      evidence.subqueryQuality = Math.max(evidence.subqueryQuality, evidence.quality);
      evidence.quality += outer + 1;
    } else if (this.kind === K.NAME && isWord(this.peek()) && this.word() === 'table') {
      // MySQL's (TABLE x LIMIT 1)
      this.next(true);
      this.operand();
      if (this.kind !== K.LIMIT && this.kind !== K.ORDER) return this.fail();
      this.clauses(true);
      evidence.subqueries++;
      evidence.subqueryQuality = 2;
    } else {
      shape = this.condition();
      while (this.kind === K.COMMA && !evidence.failed) {
        this.next(true);
        this.condition();
        shape = S.LIST;
      }
      // (((SELECT 1) UNION SELECT 2)), (a JOIN b ON …)
      if (this.kind === K.UNION || this.kind === K.JOIN || this.kind === K.LIMIT || this.kind === K.ORDER)
        this.clauses(true);
    }
    this.depth--;
    this.close();
    return shape;
  }

  #case(): number {
    const { evidence } = this;
    if (!this.deeper()) return S.NONE;
    this.inside++;
    this.known++;
    this.next(true);
    if (this.kind !== K.WHEN) this.condition();
    let arms = 0;
    while (!evidence.failed && (this.kind === K.WHEN || this.kind === K.ELSE)) {
      const test = this.kind === K.WHEN;
      this.next(true);
      this.condition();
      if (test && this.kind === K.THEN) {
        this.next(true);
        this.condition();
      }
      arms++;
    }
    this.inside--;
    this.known--;
    this.depth--;
    if (arms === 0) return this.fail();
    if (this.kind === K.FINISH) this.next(false);
    else if (this.kind !== K.END && this.kind !== K.TAIL && this.kind !== K.RIGHT) this.fail();
    evidence.uses |= F.FLOW;
    return S.CALL;
  }

  /** PostgreSQL's ARRAY[1, 2]. */
  #array(): number {
    this.next(false);
    this.#upTo(K.RIGHT_BRACKET);
    this.evidence.quality++;
    return S.CALL;
  }

  /** Reads a name with its qualifiers, or a call. */
  #name(): number {
    const { evidence } = this;
    if (this.peek() === 91 && this.to - this.from === 5 && this.word() === 'array') return this.#array();
    this.textFrom = this.from;
    let qualifier = -1;
    let qualified = false;
    for (;;) {
      const { slot } = this;
      const niladic = this.kind === K.NILADIC;
      this.textTo = this.to;
      const c = this.peek();
      const meaning = meaningOf(slot);
      if (meaning === O.CATALOGUE) evidence.catalogue++;
      else if (meaning === O.PLAIN) evidence.quality++;
      if (c === 40) return this.#call(slot, qualified, qualifier);
      this.next(false);
      if (this.kind !== K.DOT) {
        if (meaning === O.SCHEMA && qualified) evidence.catalogue++;
        if (meaningOf(qualifier) === O.SCHEMA) evidence.catalogue++;
        if (this.kind === K.TEXT && (useOf(slot) & F.PLAIN) !== 0) {
          // DATE '2024-01-01'
          this.next(false);
          return S.TEXT;
        }
        this.about = useOf(slot) & F.ABOUT;
        // CURRENT_TIMESTAMP tells nothing of the database.
        if (niladic) evidence.uses |= this.about;
        return niladic ? S.CALL : S.NAME;
      }
      qualifier = slot;
      qualified = true;
      this.next(true);
      if (this.kind === K.DOT) this.next(true);
      if (this.kind === K.ARITHMETIC && this.text.charCodeAt(this.from) === 42) {
        evidence.quality++;
        this.next(false);
        return S.NAME;
      }
      if (!isWord(this.text.charCodeAt(this.from)) && this.kind !== K.NAME && !this.isQuotedName())
        return this.fail();
    }
  }

  #call(slot: number, qualified: boolean, qualifier: number): number {
    const { evidence } = this;
    const home = meaningOf(qualifier);
    // time.sleep(5) is another language's.
    if (!qualified || home === O.SCHEMA || home === O.CATALOGUE)
      evidence.uses |= useOfCall(slot, this.text.slice(this.from, this.from + 48));
    if (home === O.PACKAGE) evidence.uses |= F.RUN;
    const known = home > 0 || (!qualified && useOf(slot) > 0);
    this.markCalled();
    this.next(false);
    if (known) this.known++;
    this.callArguments();
    if (known) this.known--;
    evidence.quality += known ? 2 : 1;
    if (this.kind === K.NAME && !evidence.failed) {
      const word = this.to - this.from < 8 ? this.word() : '';
      if (word === 'over' || word === 'against' || word === 'filter') {
        this.next(false);
        if (this.kind === K.LEFT) this.callArguments();
      }
    }
    return S.CALL;
  }

  /** Reads a parenthesised list of arguments in any of the forms that functions have. */
  callArguments(): void {
    const { evidence } = this;
    if (!this.deeper()) return;
    this.inside++;
    this.next(true);
    while (!evidence.failed && this.kind !== K.RIGHT && this.kind !== K.END && this.kind !== K.TAIL) {
      if (this.kind === K.SELECT) {
        evidence.subqueries++;
        const before = evidence.quality;
        this.query();
        // `Filter (select option)`: words.
        const sure = this.known > 0 || evidence.quality > before;
        if (sure) evidence.subqueryQuality = 2;
      } else if (this.kind === K.COMMA || this.kind === K.ALL) this.next(true);
      else if (this.kind === K.ARITHMETIC && this.text.charCodeAt(this.from) === 42) this.next(false);
      else if (this.kind === K.AS) this.#type();
      else if (among.has(this.kind) || this.partsTexts()) this.next(true);
      else {
        this.condition();
        // GROUP_CONCAT(x SEPARATOR ','), TRIM(LEADING 'x' FROM y), MATCH … AGAINST (x IN BOOLEAN MODE)
        if (this.kind === K.NAME && !evidence.failed) this.next(true);
      }
    }
    this.inside--;
    this.depth--;
    this.close();
  }

  /** Reads the type behind AS. */
  #type(): void {
    this.next(false);
    if (this.kind !== K.NAME && this.kind !== K.UNARY && useOf(this.slot) === 0) this.fail();
    while (this.kind === K.NAME || this.kind === K.UNARY || useOf(this.slot) > 0) this.next(false);
    if (this.kind === K.LEFT) this.callArguments();
    if (this.kind !== K.RIGHT && this.kind !== K.END && this.kind !== K.TAIL) this.fail();
  }
}

/** What stands between the arguments of a call. */
const among: ReadonlySet<number> = new Set([K.FROM, K.FOR, K.USING, K.ORDER, K.BY, K.SORT, K.LIMIT]);
