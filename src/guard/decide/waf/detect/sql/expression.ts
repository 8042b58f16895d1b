import { isWord } from './characters.ts';
import { isComparison, isConstant, S } from './evidence.ts';
import { OperandReader } from './operand.ts';
import { K } from './token.ts';

/** Reads SQL conditions: operands joined by arithmetic, comparisons and logic. */
export abstract class ExpressionReader extends OperandReader {
  /** Reads comparisons joined by AND, OR, XOR, && and ||; behind `|| (SELECT …) ||` the query goes on. */
  override condition(): number {
    const { evidence } = this;
    let shape = this.comparison();
    const first = this.value;
    if (evidence.opening === S.NONE) evidence.opening = shape;
    while (!evidence.failed && (this.kind === K.LOGIC || this.kind === K.PIPES)) {
      const pipes = this.kind === K.PIPES;
      this.next(true);
      // What NOT negates is no text that pipes could join: they are OR.
      const piped = pipes && this.kind !== K.NOT;
      if (piped && this.kind === K.END && evidence.first === S.NONE && evidence.subqueries > 0) return shape;
      const right = this.comparison();
      if (evidence.failed && right === S.NONE) break;
      if (this.inside === 0) {
        if (joins(right, piped) && ((right !== S.TEXT && right !== S.OPEN) || this.#isWordy()))
          evidence.join(right);
        else evidence.joins++;
        if (piped && right === S.NAME && this.quote !== 0) evidence.uses |= this.about;
        // `1 or 1`, `1 or not 0`
        if (right === S.NUMBER && (this.value === first || (this.value === 0 && this.truth === 1)))
          evidence.same = true;
        if (this.truth === 1 && (isConstant(right) || isComparison(right))) evidence.tautology = true;
      }
      shape = piped && !isComparison(right) ? Math.max(shape, right) : S.JOINED;
    }
    return shape;
  }

  /** True when the last string is empty or one word: a quoted phrase beside OR is a search, or prose. */
  isTerse(): boolean {
    if (this.textTo - this.textFrom > 24) return false;
    for (let i = this.textFrom; i < this.textTo; i++) if (this.text.charCodeAt(i) === 32) return false;
    return true;
  }

  #isWordy(): boolean {
    return this.textTo > this.textFrom && isWord(this.text.charCodeAt(this.textFrom)) && this.isTerse();
  }

  /** Reads one comparison, or a chain of them. */
  comparison(): number {
    let negated = 0;
    for (; this.kind === K.NOT; this.next(true)) negated++;
    let left = this.#sum();
    for (;;) {
      if (this.evidence.failed) return left;
      const value = this.value;
      const { kind } = this;
      if (kind === K.NOT) {
        // x NOT LIKE y, x NOT IN (…), x NOT BETWEEN y AND z
        this.next(false);
        if (this.kind !== K.LIKE && this.kind !== K.IN && this.kind !== K.BETWEEN) return this.fail();
        continue;
      }
      if (kind === K.COMPARE || kind === K.LIKE || kind === K.PAIR) left = this.#compared(left, value);
      else if (kind === K.IN) left = this.#member(left);
      else if (kind === K.BETWEEN) left = this.#ranged(left);
      else if (kind === K.IS) left = this.#isWhat(left);
      else if (kind === K.ESCAPE) {
        // x LIKE y ESCAPE z
        this.next(true);
        this.operand();
      } else {
        if (isConstant(left) && left !== S.TEXT && left !== S.OPEN)
          this.truth = left === S.NULL ? -1 : Number((value !== 0) !== (negated % 2 === 1));
        else if (negated % 2 === 1 && this.truth >= 0) this.truth = 1 - this.truth;
        return left;
      }
    }
  }

  #compared(left: number, value: number): number {
    const [from, to] = [this.textFrom, this.textTo];
    if (this.kind === K.PAIR) {
      this.next(false);
      if (this.kind !== K.LIKE && !['to', 'of'].includes(this.word())) return this.fail();
    }
    const equal = this.text.charCodeAt(this.from);
    if (this.text.charCodeAt(this.from) === 58) this.evidence.assignments++;
    this.next(true);
    for (; this.kind === K.NOT; this.next(true));
    if (this.kind === K.ANY || this.kind === K.ALL) this.next(true);
    const right = this.#sum();
    if (this.evidence.failed) return S.NONE;
    this.truth = -1;
    if (left === S.NUMBER && right === S.NUMBER) {
      this.truth = Number(equal === 60 ? value < this.value : equal === 62 ? value > this.value : true);
      if (equal === 61) this.truth = Number(value === this.value);
    } else if (
      (left === S.TEXT || left === S.NAME) &&
      (right === S.TEXT || right === S.OPEN || right === left)
    ) {
      const same = this.#sameText(from, to, this.textFrom, this.textTo);
      if (equal === 61 || equal > 64) this.truth = Number(same);
      if (left === S.NAME && right === S.NAME && same) return this.#noted(S.SELF);
      // What stands open behind the last quote of a sentence is the sentence.
      if (right === S.OPEN && !same && !this.isTerse()) return S.OPEN;
    }
    const shape = against(left, right);
    if (shape === S.CONSTANTS && this.truth === 1 && equal === 61 && this.evidence.arithmetic === 0)
      this.evidence.equalities++;
    return this.#noted(shape);
  }

  #member(left: number): number {
    this.next(true);
    // POSITION('a' IN password)
    if (this.kind !== K.LEFT && this.kind !== K.VARIABLE && this.known === 0) return this.fail();
    const right = this.operand();
    this.truth = -1;
    return this.#noted(against(left, right === S.LIST ? (left === S.NAME ? S.NUMBER : left) : right));
  }

  #ranged(left: number): number {
    this.next(true);
    const low = this.#sum();
    if (this.kind !== K.LOGIC) return this.evidence.failed ? S.NONE : this.fail();
    this.next(true);
    const high = this.#sum();
    this.truth = -1;
    return this.#noted(against(left, Math.max(low, high)));
  }

  #isWhat(left: number): number {
    // ISNULL and NOTNULL are whole; IS waits for more.
    const whole = this.to - this.from > 2;
    this.next(!whole);
    if (whole) return this.#noted(against(left, S.NULL));
    if (this.kind === K.NOT) this.next(true);
    if (this.kind === K.ALL) {
      this.next(false);
      if (this.kind !== K.FROM) return this.fail();
      this.next(true);
    }
    const right = this.operand();
    this.truth = -1;
    return this.#noted(against(left, right));
  }

  #noted(shape: number): number {
    if (shape === S.CONSTANTS && this.known > 0) this.evidence.inner++;
    if (isComparison(shape)) this.evidence.quality++;
    return shape;
  }

  #sameText(from: number, to: number, otherFrom: number, otherTo: number): boolean {
    if (to - from !== otherTo - otherFrom || to - from > 64) return false;
    const { text } = this;
    for (let i = 0; i < to - from; i++) {
      if ((text.charCodeAt(from + i) | 32) !== (text.charCodeAt(otherFrom + i) | 32)) return false;
    }
    return true;
  }

  /** Operands joined by arithmetic; constants are reckoned from left to right. */
  #sum(): number {
    let shape = this.operand();
    while (!this.evidence.failed && this.kind === K.ARITHMETIC) {
      const sign = this.text.charCodeAt(this.from);
      const value = this.value;
      this.evidence.arithmetic++;
      this.next(true);
      const right = this.operand();
      this.value = reckoned(sign, value, this.value);
      shape = isConstant(shape) && isConstant(right) ? S.NUMBER : Math.max(shape, right);
    }
    return shape;
  }
}

/** True when what stands behind OR is a sign; `||` joins strings as well, where a mere constant is none. */
const joins = (right: number, piped: boolean): boolean =>
  !piped ||
  isComparison(right) ||
  right === S.CALL ||
  right === S.QUERY ||
  right === S.NUMBER ||
  right === S.TRUTH;

/** What comparing two shapes makes. */
function against(left: number, right: number): number {
  // `'a'=0=1` compares what a comparison of constants came to.
  if ((isConstant(left) || left === S.CONSTANTS) && (isConstant(right) || right === S.LIST))
    return S.CONSTANTS;
  const strong = Math.max(left, right);
  if (strong >= S.VARIABLE) return S.CALL_COMPARED;
  if (left === S.LIST || right === S.LIST) return S.CALL_COMPARED;
  if (left === S.NAME && right === S.NAME) return S.NAMES;
  const constant = left === S.NAME ? right : left;
  return constant === S.NUMBER || constant === S.TRUTH ? S.NAME_NUMBER : S.NAME_TEXT;
}

function reckoned(sign: number, a: number, b: number): number {
  switch (sign) {
    case 43:
      return a + b;
    case 45:
      return a - b;
    case 42:
      return a * b;
    case 47:
      return a / b;
    case 37:
      return a % b;
    default:
      return Number.NaN;
  }
}
