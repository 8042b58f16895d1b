import { isDigit } from './characters.ts';
import { ClauseReader } from './clause.ts';
import { C, isComparison, isConstant, S } from './evidence.ts';
import { K } from './token.ts';

const changing =
  /^\(\s{0,4}(?:insert\s{1,4}into|delete\s{1,4}from|update\s{1,4}\w{1,40}\s{1,4}set|merge\s{1,4}into)\s/i;

/** Reads SQL queries and the clauses that follow an expression. */
export class QueryReader extends ClauseReader {
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
      if (changing.test(this.text.slice(this.from, this.from + 64))) this.#changed();
      else this.operand();
    } while (this.kind === K.COMMA && !this.evidence.failed);
  }

  /** PostgreSQL's WITH name AS (DELETE … RETURNING …): goes to the end of the parenthesis. */
  #changed(): void {
    let depth = 0;
    do {
      if (this.kind === K.LEFT) depth++;
      else if (this.kind === K.RIGHT) depth--;
      this.next(true);
    } while (depth > 0 && this.kind !== K.END && this.kind !== K.TAIL && !this.evidence.failed);
    this.evidence.quality += 3;
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
          if (!this.isUpsert()) this.condition();
          // By itself it is what somebody looks for.
          else if (this.quote !== 0 || evidence.closes > 0 || isConstant(evidence.first))
            this.add(C.PROCEDURE);
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
          this.limit();
          renamed = true;
          listed = false;
          break;
        case K.INTO:
          this.into();
          renamed = true;
          break;
        case K.PROCEDURE:
          this.next(true);
          if (this.operand() === S.CALL) this.add(C.PROCEDURE);
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
      this.add(shape === S.NUMBER || shape === S.CALL || shape === S.QUERY ? C.BY_NUMBER : C.BY_NAME);
      return;
    }
    this.next(true);
    const shape = this.condition();
    if (clause === K.WHERE) this.add(shape === S.CONSTANTS ? C.WHERE_CONSTANTS : C.WHERE);
    else if (shape === S.CONSTANTS) this.add(C.HAVING_CONSTANTS);
    else if (isComparison(shape) || shape === S.JOINED) this.add(C.HAVING);
  }
}
