import { isDigit, isWord } from './characters.ts';
import { C, isComparison, isConstant, S } from './evidence.ts';
import { ExpressionReader } from './expression.ts';
import { K } from './token.ts';
import { isSetting } from './words.ts';

/** Reads SQL queries and the clauses that follow an expression. */
export class QueryReader extends ExpressionReader {
  override query(): void {
    this.#query(false);
  }

  /** One behind UNION ends at the next: those are read one after the other, not each in the one before. */
  #query(united: boolean): void {
    if (this.kind === K.WITH) this.#named();
    if (this.kind === K.VALUES) {
      this.next(true);
      this.condition();
    } else if (this.kind === K.SELECT) {
      this.next(true);
      while (this.kind === K.ALL) this.next(true);
      if (this.kind === K.NAME && this.to - this.from === 3 && this.word() === 'top') {
        this.next(true);
        this.operand();
      }
      // Firebird’s and Informix’s SELECT FIRST 1 SKIP 2 …
      while (this.kind === K.NAME && isDigit(this.peek()) && /^(?:first|skip)$/.test(this.word())) {
        this.next(true);
        this.operand();
      }
      if (this.kind !== K.FROM && this.kind !== K.END && this.kind !== K.TAIL) this.#first();
    } else this.fail();
    this.#clauses(true, united);
  }

  /** Reads WITH name AS (…), … up to the query itself. */
  #named(): void {
    do {
      this.next(false);
      if (this.kind === K.NAME && this.peek() !== 40 && this.word() === 'recursive') this.next(false);
      if (this.kind !== K.NAME) return void this.fail();
      this.next(false);
      if (this.kind === K.LEFT) this.callArguments();
      if (this.kind !== K.AS) return void this.fail();
      this.next(true);
      if (this.kind !== K.LEFT) return void this.fail();
      this.operand();
    } while (this.kind === K.COMMA && !this.evidence.failed);
  }

  /**
   * Reads what is selected first; in `f((SELECT user))` and `(SELECT current_user)` the database is asked about
   * itself.
   */
  #first(): void {
    const niladic = this.kind === K.NILADIC && this.inside > 0;
    const shape = this.#item();
    if (this.kind !== K.RIGHT || this.about === 0) return;
    if (!niladic && (shape !== S.NAME || this.inside < 2)) return;
    this.evidence.uses |= this.about;
    this.evidence.quality++;
  }

  #item(): number {
    if (this.kind !== K.ARITHMETIC || this.text.charCodeAt(this.from) !== 42) return this.condition();
    this.evidence.quality++;
    this.next(false);
    return S.NONE;
  }

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

  override clauses(named: boolean): void {
    this.#clauses(named, false);
  }

  #clauses(named: boolean, united: boolean): void {
    const { evidence } = this;
    let renamed = !named;
    let listed = named;
    while (!evidence.failed) {
      switch (this.kind) {
        case K.COMMA:
          if (!named && this.inside === 0) evidence.commas++;
          this.next(true);
          this.#item();
          renamed = !listed;
          break;
        case K.AS:
          this.next(false);
          if (this.kind !== K.NAME && this.kind !== K.TEXT && this.kind !== K.OPEN) return void this.fail();
          this.next(false);
          renamed = true;
          break;
        case K.NAME:
        case K.TEXT:
        case K.OPEN:
          if (renamed) return;
          renamed = true;
          this.next(false);
          // FROM (SELECT 1) AS t (a, b)
          if (this.kind === K.LEFT) this.callArguments();
          break;
        case K.UNION:
          if (united) return;
          this.#union();
          break;
        case K.FROM:
        case K.JOIN:
          this.#table();
          renamed = false;
          listed = true;
          break;
        case K.SORT:
          this.next(false);
          break;
        case K.ON:
          this.next(true);
          if (!this.#isUpsert()) this.condition();
          // By itself it is what somebody looks for.
          else if (this.quote !== 0 || evidence.closes > 0 || isConstant(evidence.first))
            this.#add(C.PROCEDURE);
          break;
        case K.USING:
        case K.VALUES:
          this.next(true);
          if (this.kind !== K.LEFT) return void this.fail();
          this.operand();
          break;
        case K.WHERE:
        case K.HAVING:
        case K.GROUP:
        case K.ORDER:
          this.#tested(this.kind);
          renamed = true;
          listed = false;
          break;
        case K.LIMIT:
          this.#limit();
          renamed = true;
          listed = false;
          break;
        case K.INTO:
          this.#into();
          renamed = true;
          break;
        case K.PROCEDURE:
          this.next(true);
          if (this.operand() === S.CALL) this.#add(C.PROCEDURE);
          break;
        case K.FOR:
          // FOR UPDATE, FOR XML PATH(''), FOR JSON AUTO
          this.next(false);
          if (this.kind !== K.VERB && this.kind !== K.NAME) return void this.fail();
          this.next(false);
          if (this.kind === K.NAME) this.operand();
          break;
        case K.WITH:
          // GROUP BY … WITH ROLLUP, FROM t WITH (NOLOCK)
          this.next(false);
          if (this.kind === K.LEFT) this.callArguments();
          else if (this.kind === K.NAME) this.next(false);
          else return void this.fail();
          break;
        default:
          return;
      }
    }
  }

  #add(clause: number): void {
    if (this.inside === 0) this.evidence.clauses |= clause;
  }

  #union(): void {
    const { evidence } = this;
    const outer = evidence.quality;
    evidence.quality = 0;
    do {
      this.next(false);
      while (this.kind === K.ALL) this.next(true);
    } while (this.#isUnited() && this.kind === K.UNION && !evidence.failed);
    evidence.unionQuality = Math.max(evidence.unionQuality, evidence.quality);
    evidence.quality += outer;
  }

  /** Reads what stands behind UNION; true for a query, behind which another one may stand. */
  #isUnited(): boolean {
    const { evidence } = this;
    if (this.kind === K.SELECT || this.kind === K.VALUES || this.kind === K.WITH) {
      evidence.unions++;
      this.#query(true);
      return true;
    }
    if (this.kind === K.LEFT) {
      this.operand();
      evidence.unions++;
    } else if (this.kind === K.NAME && this.word() === 'table') {
      this.#table();
      evidence.unions++;
    } else if (this.kind !== K.END && this.kind !== K.TAIL) this.fail();
    return false;
  }

  #table(): void {
    do this.next(true);
    while (this.kind === K.JOIN);
    const quoted = this.isQuotedName();
    this.isTable();
    const shape = this.operand();
    if (quoted) return;
    if (shape === S.NUMBER || shape === S.TEXT || shape === S.OPEN) this.fail();
    else this.evidence.quality++;
  }

  /** Reads WHERE, HAVING, GROUP BY or ORDER BY with the first condition behind it. */
  #tested(clause: number): void {
    if (clause === K.GROUP || clause === K.ORDER) {
      this.next(false);
      if (this.kind !== K.BY) return void this.fail();
      this.next(true);
      const shape = this.condition();
      this.#add(shape === S.NUMBER || shape === S.CALL || shape === S.QUERY ? C.BY_NUMBER : C.BY_NAME);
      return;
    }
    this.next(true);
    const shape = this.condition();
    if (clause === K.WHERE) this.#add(shape === S.CONSTANTS ? C.WHERE_CONSTANTS : C.WHERE);
    else if (shape === S.CONSTANTS) this.#add(C.HAVING_CONSTANTS);
    else if (isComparison(shape) || shape === S.JOINED) this.#add(C.HAVING);
  }

  /** Reads DUPLICATE KEY UPDATE x = 1, … or CONFLICT (…) DO UPDATE SET x = 1, …; false when it is neither. */
  #isUpsert(): boolean {
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

  #limit(): void {
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
    this.#add(C.LIMIT);
  }

  #into(): void {
    this.next(true);
    if (this.kind === K.VARIABLE) {
      this.next(false);
      this.#add(C.INTO);
      return;
    }
    if (this.kind !== K.NAME) return void this.fail();
    const word = this.word();
    this.next(true);
    if (word === 'outfile' || word === 'dumpfile') {
      if (this.kind !== K.TEXT && this.kind !== K.OPEN && this.kind !== K.NUMBER && this.kind !== K.END)
        return void this.fail();
      this.#add(C.OUTFILE);
      this.next(false);
      this.#formatted();
    }
  }

  /** FIELDS TERMINATED BY 'x' ENCLOSED BY 'y', LINES STARTING BY 'z', CHARACTER SET x: how a file is written. */
  #formatted(): void {
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
