import { isWord } from './characters.ts';
import { C, isComparison } from './evidence.ts';
import { ExpressionReader } from './expression.ts';
import { K } from './token.ts';
import { isSetting } from './words.ts';

/** Reads single clauses of queries and statements. */
export abstract class ClauseReader extends ExpressionReader {
  /** Reads SET x = 1, SET a.b TO 1, SET NAMES utf8, SET ROLE x: 1; -1 for `26"; set of 2`. */
  setting(): number {
    const known = isSetting(this.word());
    this.next(false);
    return known || this.kind === K.COMPARE || this.kind === K.DOT || this.is('to') ? 1 : -1;
  }

  /** Goes to the next token; true when it is of that kind. */
  followed(kind: number): boolean {
    this.next(false);
    return this.kind === kind;
  }

  /** True when the token may name a table: a statement’s verb does in most dialects, and so does `offset`. */
  isTable(): boolean {
    const { kind } = this;
    const verb = kind === K.VERB || kind === K.LIMIT;
    if (verb && isWord(this.text.charCodeAt(this.from))) this.kind = K.NAME;
    return this.kind === K.NAME;
  }

  /** True when the token is that word, case folded. */
  is(word: string): boolean {
    return this.to - this.from === word.length && this.word() === word;
  }

  /** Reads PostgreSQL's `RETURNING (…)` and `RETURNING x`, or CQL's `ALLOW FILTERING`; false when neither stands there. */
  ending(): boolean {
    if (this.is('returning')) {
      const sure = this.peek() === 40;
      this.next(true);
      this.operand();
      while (this.kind === K.COMMA) {
        this.next(true);
        this.operand();
      }
      return sure || this.kind === K.TAIL;
    }
    if (!this.is('allow')) return false;
    this.next(false);
    if (!this.is('filtering')) return false;
    this.next(false);
    return true;
  }

  add(clause: number): void {
    if (this.inside === 0) this.evidence.clauses |= clause;
  }

  /** Reads DUPLICATE KEY UPDATE x = 1, … or CONFLICT (…) DO UPDATE SET x = 1, …; false when it is neither. */
  isUpsert(): boolean {
    const duplicate = this.is('duplicate');
    if (!duplicate && !this.is('conflict')) return false;
    this.next(true);
    if (duplicate) {
      if (!this.is('key')) return false;
      this.next(true);
    } else {
      if (this.kind === K.LEFT) this.callArguments();
      if (!this.is('do')) return false;
      this.next(true);
    }
    if (!this.is('update')) return false;
    this.next(true);
    if (!duplicate) {
      if (this.kind !== K.SET) return false;
      this.next(true);
    }
    if (!isComparison(this.condition())) this.fail();
    return true;
  }

  limit(): void {
    this.next(true);
    if (this.kind === K.NAME) {
      // FETCH FIRST 1 ROWS ONLY, FETCH NEXT (SELECT …) ROWS ONLY
      while (this.kind === K.NAME || this.kind === K.NUMBER || this.kind === K.LEFT) {
        if (this.kind === K.LEFT) this.operand();
        else this.next(this.peek() === 40);
        if (this.evidence.failed) return;
      }
      return;
    }
    if (this.kind === K.ALL) this.next(false);
    else this.condition();
    if (this.kind === K.NAME && this.word().startsWith('row')) this.next(false);
    this.add(C.LIMIT);
  }

  into(): void {
    this.next(true);
    if (this.kind === K.VARIABLE) {
      this.next(false);
      this.add(C.INTO);
      return;
    }
    if (this.kind !== K.NAME) return void this.fail();
    const word = this.word();
    this.next(true);
    if (word === 'outfile' || word === 'dumpfile') {
      if (this.kind !== K.TEXT && this.kind !== K.OPEN && this.kind !== K.NUMBER && this.kind !== K.END)
        return void this.fail();
      this.add(C.OUTFILE);
      this.next(false);
      this.formatted();
    }
  }

  /** FIELDS TERMINATED BY 'x' ENCLOSED BY 'y', LINES STARTING BY 'z', CHARACTER SET x: how a file is written. */
  formatted(): void {
    while (
      this.kind === K.NAME &&
      /^(?:fields|columns|lines|character|charset|optionally)$/.test(this.word())
    ) {
      this.next(false);
      while (this.kind === K.NAME || this.kind === K.SET || this.kind === K.BY) {
        const by = this.kind === K.BY;
        this.next(by);
        if (by && (this.kind === K.TEXT || this.kind === K.OPEN || this.kind === K.NUMBER)) this.next(false);
      }
    }
  }
}
