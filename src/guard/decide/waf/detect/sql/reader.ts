import { isWord } from './characters.ts';
import { Evidence, S } from './evidence.ts';
import { Lexer } from './lexer.ts';
import { K } from './token.ts';

/** What lies deeper in one another is not followed: no query needs it, and a stack is finite. */
const deepest = 80;

/** A lexer with what all readers of its tokens keep: evidence, how deep they are, and whether they have given up. */
export abstract class Reader extends Lexer {
  readonly evidence = new Evidence();
  /** How many things the reader is inside of that may hold the like of themselves. */
  depth = 0;

  /** Gives up at the current token. */
  fail(): typeof S.NONE {
    if (!this.evidence.failed) {
      this.evidence.failed = true;
      this.evidence.failedAt = this.from;
    }
    return S.NONE;
  }

  /** True of a word in double quotes: standard SQL’s way to quote a name, which MySQL takes for a text. */
  isQuotedName(): boolean {
    const { text, contentFrom, contentTo } = this;
    if (this.kind !== K.TEXT || text.charCodeAt(this.from) !== 34) return false;
    if (contentTo === contentFrom || contentTo - contentFrom > 64) return false;
    for (let i = contentFrom; i < contentTo; i++) if (!isWord(text.charCodeAt(i))) return false;
    return true;
  }

  /** Goes into something that may hold the like of itself; false, and given up, where that is too deep. */
  deeper(): boolean {
    if (++this.depth <= deepest) return true;
    this.evidence.deep = !this.evidence.failed;
    this.fail();
    return false;
  }

  /** Goes past a closing parenthesis; at the end of the value the query's own may close it. */
  close(): void {
    if (this.kind === K.RIGHT) this.next(false);
    else if (this.kind !== K.END && this.kind !== K.TAIL) this.fail();
  }
}
