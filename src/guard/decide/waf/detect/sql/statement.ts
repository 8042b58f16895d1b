import { ChangeReader } from './change.ts';
import { isWord } from './characters.ts';
import { S } from './evidence.ts';
import { K, O } from './token.ts';
import { isType, meaningOf, useOf } from './words.ts';

const aName = /^[a-z_]\w*\s*$/i;

/** Reads whole values: an expression that goes on, the query's parentheses closed, further statements. */
export class StatementReader extends ChangeReader {
  /** Reads the value to its end, or to where it is no SQL any more. The first token is read already. */
  run(): void {
    const { evidence } = this;
    if (this.begins(false)) {
      evidence.leading = this.statement();
      this.#behind();
      return;
    }
    evidence.first = this.prior === S.NONE ? this.#firstShape() : S.NONE;
    if (this.kind === K.RIGHT || this.kind === K.SEMICOLON) this.prior = S.NONE;
    else this.condition();
    this.#behind();
  }

  /** True where a statement begins; `behind` when something else came before it. */
  begins(behind: boolean): boolean {
    if (this.prior !== S.NONE) return false;
    const { kind } = this;
    // At the start of a value REPLACE(…), IF(…) and INSERT(…) are calls.
    if (kind === K.VERB) return behind || useOf(this.slot) === 0 || this.peek() !== 40;
    return (
      kind === K.SELECT || kind === K.SET || kind === K.WITH || (kind === K.VALUES && this.peek() === 40)
    );
  }

  #firstShape(): number {
    switch (this.kind) {
      case K.NUMBER:
        return S.NUMBER;
      case K.TEXT:
        return S.TEXT;
      case K.NULL:
        return this.text.charCodeAt(this.from) === 92 ? S.NUMBER : S.NULL;
      case K.TRUTH:
        return S.TRUTH;
      case K.LEFT:
      case K.CASE:
        return S.QUERY;
      case K.ARITHMETIC:
        return S.NUMBER;
      case K.VARIABLE:
        return S.VARIABLE;
      default:
        return this.peek() === 40 ? S.CALL : S.NAME;
    }
  }

  /** Reads what stands behind the first expression or statement. */
  #behind(): void {
    const { evidence } = this;
    while (!evidence.failed) {
      this.clauses(false);
      if (evidence.failed) return;
      switch (this.kind) {
        case K.END:
        case K.TAIL:
          return;
        case K.RIGHT:
          evidence.closes++;
          this.next(false);
          // Behind a closed parenthesis the outer query may go on.
          this.prior = S.NAME;
          this.condition();
          break;
        case K.SEMICOLON:
          evidence.tight ||=
            isWord(this.text.charCodeAt(this.from - 1)) &&
            (isWord(this.text.charCodeAt(this.to)) || this.text.startsWith('/*', this.to));
          while (this.kind === K.SEMICOLON) this.next(true);
          // BEGIN …; END;
          if (this.kind === K.FINISH) this.next(true);
          while (this.kind === K.SEMICOLON) this.next(true);
          if (this.kind === K.END || this.kind === K.TAIL) {
            evidence.ended = true;
            return;
          }
          this.#stack(0);
          break;
        case K.VERB:
          // T-SQL, which has no backticks, needs no semicolon between statements; only what is sure counts as
          // one. Right behind a quote it would be code that holds SQL in a string.
          if (this.quote === 96 || (this.quote !== 0 && this.text.charCodeAt(this.from - 1) === this.quote))
            this.fail();
          else this.#stack(this.is('if') ? 2 : 3);
          break;
        case K.NAME:
          if (!this.ending()) this.fail();
          break;
        default:
          this.fail();
      }
    }
  }

  #stack(least: number): void {
    const { evidence } = this;
    if (this.kind === K.LEFT) {
      this.operand();
      evidence.stacked = Math.max(evidence.stacked, 2);
      return;
    }
    if (!this.begins(true)) return void this.fail();
    const at = this.from;
    const sure = this.statement();
    if (sure < least) {
      this.fail();
      evidence.failedAt = at;
    } else evidence.stacked = Math.max(evidence.stacked, sure);
  }

  /** Reads one statement; 0 to 3, by how sure it is that it is one and no sentence. */
  statement(): number {
    const { evidence } = this;
    if (this.kind === K.SELECT || this.kind === K.WITH || this.kind === K.VALUES) {
      const outer = evidence.quality;
      evidence.quality = 0;
      this.query();
      const sure = Math.min(2, evidence.quality);
      evidence.quality += outer;
      return sure;
    }
    if (!this.deeper()) return 0;
    const word = this.word();
    this.next(true);
    const sure = this.#verb(word);
    this.depth--;
    if (sure < 0) {
      this.fail();
      return 0;
    }
    this.#drift();
    return sure;
  }

  #verb(word: string): number {
    switch (word) {
      case 'insert':
      case 'replace':
        return this.insert();
      case 'merge':
        return this.insert(true);
      case 'delete':
        return this.delete();
      case 'update':
        return this.update();
      case 'drop':
      case 'create':
      case 'alter':
      case 'truncate':
      case 'rename':
        return this.define(word);
      case 'exec':
      case 'execute':
      case 'call':
        return this.#execute(word);
      case 'declare':
        if (this.kind === K.VARIABLE) return this.#typed();
        return this.kind === K.NAME ? 1 : -1;
      case 'waitfor':
        if (!this.is('delay') && !this.is('time')) return -1;
        this.next(true);
        if (this.kind !== K.TEXT) return this.kind === K.OPEN || this.kind === K.VARIABLE ? 3 : -1;
        this.next(true);
        return this.kind === K.IS || this.kind === K.NAME ? -1 : 3;
      case 'set':
        if (this.kind !== K.VARIABLE) return this.kind === K.NAME ? this.setting() : -1;
        return this.followed(K.COMPARE) ? 2 : 1;
      case 'if': {
        const at = this.from;
        this.condition();
        // `if you attach them`: T-SQL has no column that is a condition by itself.
        if (!this.begins(true) || (this.from - at < 64 && aName.test(this.text.slice(at, this.from))))
          return -1;
        return this.statement() > 0 ? 2 : 1;
      }
      case 'copy':
        if (this.kind === K.LEFT) return 3;
        // Snowflake's: COPY INTO 's3://…' FROM …
        if (this.kind === K.INTO) return this.followed(K.TEXT) ? 3 : 1;
        return this.kind === K.NAME && (this.followed(K.FROM) || this.is('to')) ? 2 : -1;
      case 'load':
      case 'attach':
      case 'bulk':
      case 'backup':
      case 'restore':
      case 'install':
        if (!this.is('data') && !this.is('database') && this.kind !== K.VERB) return this.#argument(word);
        this.next(true);
        while (this.is('local') || this.is('infile')) this.next(true);
        return this.kind === K.TEXT || this.kind === K.OPEN ? 3 : 1;
      case 'runscript':
      case 'vacuum':
        // H2's RUNSCRIPT FROM 'http://…', SQLite's VACUUM INTO 'file'
        if (this.kind === (word === 'vacuum' ? K.INTO : K.FROM)) return this.followed(K.TEXT) ? 3 : -1;
        return word === 'vacuum' ? this.#argument(word) : -1;
      case 'grant':
      case 'revoke':
        return this.#granted();
      case 'shutdown':
        if (this.kind === K.WITH) return 3;
        return this.kind === K.END || this.kind === K.TAIL || this.kind === K.SEMICOLON ? 2 : -1;
      case 'reconfigure':
      case 'dbcc':
        return 1;
      case 'begin':
        if (this.begins(true)) return this.statement();
        if (this.kind === K.NAME) this.condition();
        return 1;
      case 'do':
        // DO LANGUAGE plpgsql $$…$$
        if (this.is('language')) {
          this.next(true);
          this.next(true);
          return this.kind === K.TEXT ? 2 : -1;
        }
        return this.#argument(word);
      default:
        return this.#argument(word);
    }
  }

  /** DECLARE @x int, @x varchar(9), @x AS …, @x dbo.kind, @x=1; not `declare @home day`. */
  #typed(): number {
    this.next(false);
    if (this.kind === K.AS || this.kind === K.COMPARE) return 3;
    const known = this.kind !== K.NAME || isType(this.word()) || this.peek() === 40;
    if (known) return 3;
    this.next(false);
    return this.kind === K.DOT || this.kind === K.COMPARE ? 3 : -1;
  }

  /** PRAGMA x, SHOW TABLES, USE x, KILL 5, PREPARE x FROM y, DO $$…$$. */
  #argument(verb: string): number {
    if (this.kind === K.TEXT || this.kind === K.VARIABLE) return verb === 'do' || verb === 'print' ? 2 : 0;
    if (this.kind === K.NAME) {
      const called = this.peek() === 40;
      // USE takes the name of a database, and `use COALESCE(x, 0)` is advice.
      if (called && verb === 'use') return -1;
      this.operand();
      return called || this.kind === K.FROM || this.kind === K.COMPARE ? 2 : 1;
    }
    return this.kind === K.NUMBER || this.kind === K.END || this.kind === K.TAIL ? 0 : -1;
  }

  /** GRANT ALL ON x, GRANT ALL PRIVILEGES, GRANT DBA TO x */
  #granted(): number {
    const { kind } = this;
    this.next(true);
    if (kind === K.ALL) return this.kind === K.ON || this.is('privileges') ? 2 : 1;
    return kind === K.NAME && this.is('to') ? 1 : 0;
  }

  #execute(verb: string): number {
    const { evidence } = this;
    if (this.kind === K.LEFT || this.kind === K.VARIABLE || this.kind === K.TEXT) return 2;
    // T-SQL’s EXECUTE AS USER = 'dbo'
    if (this.kind === K.AS) {
      this.next(true);
      return (this.is('login') || this.is('user')) && this.followed(K.COMPARE) ? 3 : -1;
    }
    if (this.is('immediate')) {
      this.next(true);
      // `execute immediate action if …`: a sentence goes on.
      if (this.kind !== K.NAME || this.peek() === 40) return 3;
      this.next(false);
      return this.kind === K.NAME || this.kind === K.VERB || this.kind === K.COMMA || this.kind === K.IS
        ? -1
        : 3;
    }
    let known = false;
    while (this.kind === K.NAME || this.kind === K.DOT) {
      evidence.uses |= useOf(this.slot);
      const meaning = meaningOf(this.slot);
      // A schema names a procedure only with a dot behind it: `docker exec mysql …`.
      if (meaning > 0 && (meaning !== O.SCHEMA || this.peek() === 46)) known = true;
      const start = this.text.charCodeAt(this.from + 1);
      if ((start | 32) === 112 && this.text.charCodeAt(this.from + 2) === 95) known = true;
      const dotted = this.kind === K.DOT;
      this.next(true);
      if (this.kind === K.NAME && !known && !dotted) break;
    }
    if (known && this.kind === K.TEXT) {
      this.next(true);
      // `exec sp_help 'x' shows …`: a sentence goes on.
      return this.kind === K.NAME ? 1 : 3;
    }
    if (known) return 3;
    const { kind } = this;
    if (kind === K.LEFT || kind === K.TEXT || kind === K.OPEN || kind === K.VARIABLE)
      return verb === 'call' ? 1 : 2;
    return kind === K.END || kind === K.TAIL || kind === K.SEMICOLON ? 1 : -1;
  }

  /** Goes to the end of the statement, with an eye on what it calls; four names in a row are a sentence. */
  #drift(): void {
    const { evidence } = this;
    let names = 0;
    while (!evidence.failed && this.kind !== K.END && this.kind !== K.TAIL && this.kind !== K.SEMICOLON) {
      const word = isWord(this.text.charCodeAt(this.from));
      if (word && useOf(this.slot) > 0 && this.peek() === 40) evidence.uses |= useOf(this.slot);
      if (meaningOf(this.slot) === O.CATALOGUE) evidence.catalogue++;
      names = this.kind === K.NAME ? names + 1 : 0;
      if (names > 3) this.fail();
      else this.next(true);
    }
  }
}
