import { isComparison, S } from './evidence.ts';
import { QueryReader } from './query.ts';
import { F, K } from './token.ts';
import { isAltering, isDefined, useOf } from './words.ts';

/** Reads the statements that change rows, and what rows are kept in. */
export class ChangeReader extends QueryReader {
  /** INSERT [words] INTO name (…) VALUES (…) | SET … | SELECT … */
  insert(merges = false): number {
    while (this.kind === K.NAME && this.peek() !== 40 && !this.is('into')) this.next(true);
    // T-SQL’s INSERT OPENROWSET(…) SELECT …
    const rows = this.kind === K.NAME && (useOf(this.slot) & F.FILE) !== 0;
    if (this.kind !== K.INTO && !rows) return -1;
    if (!rows) this.next(true);
    if (!this.isTable()) return -1;
    this.operand();
    // CQL's INSERT INTO t JSON '{…}'
    if (this.is('json') && this.followed(K.TEXT)) return 2;
    // MERGE INTO a b USING c
    if (merges && this.kind === K.NAME) this.next(false);
    const { kind } = this;
    if (kind === K.VALUES || kind === K.SELECT || kind === K.SET || kind === K.LEFT || kind === K.USING)
      return 2;
    return this.evidence.quality > 0 && kind !== K.NAME ? 1 : 0;
  }

  delete(): number {
    if (this.kind !== K.FROM) return this.kind === K.NAME && this.followed(K.FROM) ? 1 : -1;
    this.next(true);
    if (!this.isTable() || this.operand() !== S.NAME) return -1;
    if (this.kind !== K.WHERE) return 1;
    this.next(true);
    const shape = this.condition();
    return !this.evidence.failed && (isComparison(shape) || shape === S.JOINED) ? 2 : 1;
  }

  update(): number {
    if (!this.isTable() || this.operand() !== S.NAME) return -1;
    if (this.kind === K.NAME) this.next(false);
    if (this.kind !== K.SET) return -1;
    this.next(true);
    return this.operand() > 0 && this.kind === K.COMPARE ? 2 : -1;
  }

  /** DROP TABLE x, CREATE USER x IDENTIFIED BY …, ALTER TABLE x ADD …, TRUNCATE TABLE x */
  define(verb: string): number {
    while (this.kind === K.LOGIC || this.kind === K.ALL || this.kind === K.VERB) this.next(true);
    if (this.is('aggregate')) this.next(true);
    const kindly = this.kind === K.PROCEDURE || (this.kind === K.NAME && isDefined(this.word()));
    if (!kindly) {
      if (verb !== 'truncate' || this.kind !== K.NAME) return -1;
      this.operand();
      return this.kind === K.END || this.kind === K.TAIL || this.kind === K.SEMICOLON ? 1 : -1;
    }
    const alias = this.is('alias');
    this.next(true);
    // DROP TABLE IF EXISTS x
    let sure = 1;
    while (this.kind === K.VERB || this.kind === K.EXISTS || this.kind === K.NOT) {
      sure = 2;
      this.next(true);
    }
    if (this.kind !== K.NAME && this.kind !== K.TEXT) return -1;
    if (this.peek() === 40) {
      // A column's name and its type.
      this.next(false);
      this.next(true);
      return this.kind === K.NAME && this.followed(K.NAME) ? 2 : 1;
    }
    this.operand();
    if (this.kind === K.NAME && (this.is('cascade') || this.is('restrict'))) return 2;
    if (this.is('returns')) return this.#ofLibrary();
    // RENAME TABLE x TO y
    if (verb === 'rename' && this.is('to')) return this.followed(K.NAME) ? 2 : -1;
    // ALTER USER x PASSWORD '…'
    if (verb === 'alter' && this.is('password')) return this.followed(K.TEXT) ? 3 : -1;
    if (this.kind === K.NAME) return isAltering(this.word()) ? 2 : -1;
    // H2's CREATE ALIAS x AS 'String x() {…}', AS $$…$$
    if (alias && this.kind === K.AS) {
      this.next(true);
      return this.kind === K.NAME && this.peek() !== 40 ? 2 : 3;
    }
    return this.kind === K.VERB || this.kind === K.WITH || this.kind === K.AS ? 2 : sure;
  }

  /** CREATE FUNCTION x RETURNS INTEGER SONAME 'x.so' */
  #ofLibrary(): number {
    this.next(true);
    if (this.kind !== K.NAME) return -1;
    this.next(true);
    return this.is('soname') && this.followed(K.TEXT) ? 3 : -1;
  }
}
