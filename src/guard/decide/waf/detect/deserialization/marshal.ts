import { type Judged, judged } from '../text/judged.ts';

/** Classes whose objects plain sessions hold. */
const everyday =
  /^(ActionDispatch::Flash|ActionController::Flash|ActiveSupport::HashWithIndifferentAccess|ActiveSupport::SafeBuffer|Set|Time|Date|DateTime|BigDecimal|Symbol|String|Rational|Complex|Rack::Session::SessionId$)/;

/**
 * A stream of Ruby's Marshal, format 4.8, read value by value: an attack when it makes an object of a class that plain
 * sessions do not hold, or names a class or a module.
 *
 * Ends where no value stands; what was read before has been made.
 */
export function judgeMarshal(bytes: Buffer): Judged | null {
  if (bytes[0] !== 4 || bytes[1] !== 8 || bytes.length < 4) return null;
  const named = new Reader(bytes).named();
  return named === '' ? null : judged(85, `Ruby object ${named}`);
}

const name = /^[A-Z]\w*(?:::[A-Z]\w*)*$/;

interface Level {
  left: number;
  /** True where variables follow what is read, as behind `I`. */
  readonly variables: boolean;
}

class Reader {
  private readonly bytes: Buffer;
  private at = 2;
  private readonly symbols: string[] = [];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The first class or module that plain data does not hold; '' for none. */
  named(): string {
    // Values that are still to be read, by what they stand within.
    const levels: Level[] = [{ left: 1, variables: false }];
    for (
      let level = levels.at(-1);
      level !== undefined && this.at < this.bytes.length;
      level = levels.at(-1)
    ) {
      if (level.left === 0) {
        levels.pop();
        if (!level.variables) continue;
        const left = this.#count(2);
        if (left < 0) return '';
        levels.push({ left, variables: false });
        continue;
      }
      level.left--;
      const type = String.fromCharCode(this.bytes[this.at++]!);
      if (classed.includes(type)) {
        const found = type === 'c' || type === 'm' || type === 'M' ? this.#text() : this.#symbol();
        if (found === null) return '';
        if (name.test(found) && !everyday.test(found)) return found;
      }
      const left = type === 'I' ? 1 : this.#within(type);
      if (left < 0) return '';
      if (left > 0) levels.push({ left, variables: type === 'I' });
    }
    return '';
  }

  /** How many values stand within one of a type, whose class was read; what is no value is passed. -1 for no type. */
  #within(type: string): number {
    switch (type) {
      case '0':
      case 'T':
      case 'F':
      case 'c':
      case 'm':
      case 'M':
        return 0;
      case 'i':
      case ';':
      case '@':
        return this.#number() === null ? -1 : 0;
      case ':':
        this.at--;
        return this.#symbol() === null ? -1 : 0;
      case 'f':
      case '"':
      case 'u':
        return this.#text() === null ? -1 : 0;
      case '/':
        // The options of a regular expression are a byte.
        return this.#text() === null ? -1 : this.#pass(1);
      case 'l': {
        const words = this.#pass(1) < 0 ? null : this.#number();
        return words === null || words < 0 ? -1 : this.#pass(2 * words);
      }
      case '[':
        return this.#count(1);
      case '{':
        return this.#count(2);
      case '}': {
        const pairs = this.#count(2);
        return pairs < 0 ? -1 : pairs + 1;
      }
      case 'o':
      case 'S':
        return this.#count(2);
      case 'U':
      case 'C':
      case 'e':
      case 'd':
        return 1;
      default:
        return -1;
    }
  }

  #count(each: number): number {
    const count = this.#number();
    return count === null || count < 0 || count > this.bytes.length ? -1 : count * each;
  }

  #pass(count: number): number {
    this.at += count;
    return this.at <= this.bytes.length ? 0 : -1;
  }

  #text(): string | null {
    const length = this.#number();
    if (length === null || length < 0) return null;
    const from = this.at;
    // Of a stream that was cut off the beginning of a name is told.
    this.at += length;
    return this.bytes.toString('latin1', from, Math.min(this.at, from + 200));
  }

  /** A symbol, by itself or by its place among those that were read. */
  #symbol(): string | null {
    const type = this.bytes[this.at++];
    if (type === 0x3b) return this.symbols[this.#number() ?? -1] ?? null;
    // A symbol of another encoding says so behind it.
    if (type === 0x49 && this.bytes[this.at++] !== 0x3a) return null;
    if (type !== 0x49 && type !== 0x3a) return null;
    const text = this.#text();
    if (text !== null) this.symbols.push(text);
    return text;
  }

  /** The number of one to five bytes that lengths are written as. */
  #number(): number | null {
    if (this.at >= this.bytes.length) return null;
    const head = this.bytes.readInt8(this.at++);
    if (head === 0) return 0;
    if (head > 4) return head - 5;
    if (head < -4) return head + 5;
    const size = Math.abs(head);
    if (this.at + size > this.bytes.length) return null;
    const number = this.bytes.readUIntLE(this.at, size);
    this.at += size;
    return head > 0 ? number : number - 2 ** (8 * size);
  }
}

/** The types that a class or a module is named behind. */
const classed = 'oUuCSecmM';
