import { type Judged, judged } from '../text/judged.ts';
import { harmOf, isDotted } from './pickle-names.ts';

/** What stands on the stack of the machine that reads a pickle: a mark, a text, a function or class, or anything else. */
type Entry = 'mark' | 'data' | 'tuple' | { readonly text: string } | Named;
interface Named {
  readonly name: string;
  readonly harm: 0 | 1 | 2;
}

/**
 * A stream of Python's pickle, of any protocol from 0 to 5 or of several mixed, walked opcode by opcode as the machine
 * that reads it does (PEP 307, PEP 3154, PEP 574): an attack when it names a function or a class and calls it.
 *
 * Ends where no opcode stands, or where one finds too little on the stack; what was called before has been run. Plain data of
 * numbers, texts and containers, and what makes dates, decimals and the like, is nobody’s harm and gives null.
 */
export const judgePickle = (bytes: Buffer): Judged | null => new Machine(bytes.toString('latin1')).run();

/** The same of a text whose characters are the bytes of the stream, or which is one in UTF-8. */
export function judgeTextPickle(text: string): Judged | null {
  const found = new Machine(text).run();
  return found !== null || !beyondAscii.test(text) ? found : judgePickle(Buffer.from(text));
}

const beyondAscii = /[^\0-\x7f]/;

/** What may stand first in a stream, as it needs nothing on the stack, with the upper half of the least and last byte behind. */
export const first: readonly (readonly [opcodes: string, least: number, last: number])[] = [
  ['\x80', 0, 0],
  ['c', 4, 7],
  ['S', 2, 2],
  ['ILF', 2, 3],
  ['VP', 2, 15],
  ['(}])N\x88\x89\x8f\x97', 2, 9],
  ['KMJGUTXBC\x82\x83\x84\x8a\x8b\x8c\x8d\x8e\x95\x96', 0, 15],
];
const firsts = new Uint8Array(256);
for (const [opcodes] of first) for (const opcode of opcodes) firsts[opcode.charCodeAt(0)] = 1;

/** True for the code of a character that a stream may begin with. */
export const beginsPickle = (code: number): boolean => code < 256 && firsts[code] === 1;

/** What an opcode takes behind it: so many bytes, a line, or a length of so many bytes and what is that long. */
const fixed = new Int8Array(256).fill(-1);
const counted = new Uint8Array(256);
for (const [code, size] of [
  ...of('K', 1),
  ...of('M', 2),
  ...of('J', 4),
  ...of('G', 8),
  ...of('hq\x80\x82', 1),
  ...of('\x83', 2),
  ...of('jr\x84', 4),
  ...of('\x95', 8),
  ...of('(0123NQ]}l)taesudRob.\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98', 0),
])
  fixed[code] = size;
for (const [code, size] of [...of('UC\x8a\x8c', 1), ...of('TXB\x8b', 4), ...of('\x8d\x8e\x96', 8)])
  counted[code] = size;

function of(opcodes: string, size: number): [number, number][] {
  return [...opcodes].map((opcode) => [opcode.charCodeAt(0), size]);
}

/** What the opcodes that take a line may hold in it. */
const lines: Readonly<Record<string, RegExp>> = {
  S: /^(?:'.*'|".*")$/s,
  V: /^/,
  I: /^\s*[+-]?\d[\d_]*\s*$/,
  L: /^\s*[+-]?\d[\d_]*L?\s*$/,
  F: /^\s*[+-]?(?:[\d_]*\.?[\d_]*(?:e[+-]?\d+)?|inf|nan)\s*$/i,
  P: /^/,
  p: /^\s*\d{1,9}\s*$/,
  g: /^\s*\d{1,9}\s*$/,
};

const texts = 'SVUTX\x8c\x8d';

class Machine {
  private readonly bytes: string;
  private at = 0;
  private stack: Entry[] = [];
  private readonly memo = new Map<number, Entry>();
  private named: Named | null = null;
  private called: Named | null = null;

  constructor(bytes: string) {
    this.bytes = bytes;
  }

  run(): Judged | null {
    while (this.at < this.bytes.length && this.step());
    if (this.called !== null)
      return judged(this.called.harm === 2 ? 94 : 58, `pickle of ${this.called.name}`);
    // Bytes that only name a function are a part of a longer stream.
    if (this.named === null || this.bytes.charCodeAt(0) !== 0x80) return null;
    return judged(this.named.harm === 2 ? 80 : 40, `pickle of ${this.named.name}`);
  }

  /** False at the end of the stream. */
  private step(): boolean {
    const code = this.bytes.charCodeAt(this.at);
    if (code > 255) return false;
    this.at++;
    const opcode = String.fromCharCode(code);
    if (fixed[code]! >= 0) {
      const from = this.at;
      this.at += fixed[code]!;
      return this.at <= this.bytes.length && this.plain(opcode, from);
    }
    if (counted[code]! > 0) return this.measured(opcode, counted[code]!);
    if (opcode === 'c' || opcode === 'i') return this.global(opcode);
    return Object.hasOwn(lines, opcode) && this.lined(opcode);
  }

  private lined(opcode: string): boolean {
    const line = this.line();
    if (line === null || !lines[opcode]!.test(line)) return false;
    if (opcode === 'p') return this.remember(Number(line));
    if (opcode === 'g') return this.push(this.memo.get(Number(line)) ?? 'data');
    return this.push(texts.includes(opcode) ? { text: opcode === 'S' ? line.slice(1, -1) : line } : 'data');
  }

  private measured(opcode: string, size: number): boolean {
    if (this.at + size > this.bytes.length) return false;
    // Of eight bytes the upper four are zero in whatever fits into a request.
    const length = this.number(this.at, Math.min(size, 4));
    if (size === 8 && this.number(this.at + 4, 4) !== 0) return false;
    const from = this.at + size;
    this.at = from + length;
    if (this.at > this.bytes.length) return false;
    return this.push(
      texts.includes(opcode) ? { text: this.bytes.slice(from, Math.min(this.at, from + 100)) } : 'data',
    );
  }

  private global(opcode: string): boolean {
    const module = this.line();
    const member = this.line();
    if (module === null || member === null || !isDotted(module) || !isDotted(member)) return false;
    this.push(this.name(module, member));
    if (opcode === 'c') return true;
    const made = this.stack.pop()!;
    return this.unwind() !== null && this.call(made);
  }

  private name(module: string, member: string): Named {
    const named: Named = { name: `${module}.${member}`, harm: harmOf(module, member) };
    if (named.harm > (this.named?.harm ?? 0)) this.named = named;
    return named;
  }

  private plain(opcode: string, from: number): boolean {
    switch (opcode) {
      case '.':
        return false;
      case '\x80':
        return this.bytes.charCodeAt(from) <= 5;
      case '\x95':
        return true;
      case '(':
        return this.push('mark');
      case '0':
        return this.stack.pop() !== undefined;
      case '1':
        return this.unwind() !== null;
      case '2':
        return this.stack.length > 0 && this.push(this.stack.at(-1)!);
      case 'h':
        return this.push(this.memo.get(this.bytes.charCodeAt(from)) ?? 'data');
      case 'j':
        return this.push(this.memo.get(this.number(from, 4)) ?? 'data');
      case 'q':
        return this.remember(this.bytes.charCodeAt(from));
      case 'r':
        return this.remember(this.number(from, 4));
      case '\x94':
        return this.remember(this.memo.size);
      case ')':
        return this.push('tuple');
      case 't':
        return this.unwind() !== null && this.push('tuple');
      case '\x85':
      case '\x86':
      case '\x87':
        return this.take(opcode.charCodeAt(0) - 0x84) && this.push('tuple');
      case 'l':
      case 'd':
      case '\x91':
        return this.unwind() !== null && this.push('data');
      // What is added to what stands below.
      case 'a':
        return this.take(1) && this.stack.length > 0;
      case 's':
        return this.take(2) && this.stack.length > 0;
      case 'e':
      case 'u':
      case '\x90':
        return this.unwind() !== null && this.stack.length > 0;
      case 'Q':
        return this.take(1) && this.push('data');
      case '\x98':
        return this.stack.length > 0;
      case '\x93':
        return this.found();
      case 'R':
      case '\x81':
        return this.reduced();
      case '\x92':
        return this.take(1) && this.reduced();
      case 'b':
        return this.built();
      case 'o': {
        const above = this.unwind();
        return above !== null && above.length > 0 && this.call(above[0]!);
      }
      default:
        return this.push('data');
    }
  }

  /** STACK_GLOBAL: the two texts on top are a module and its member. */
  private found(): boolean {
    const member = this.stack.pop();
    const module = this.stack.pop();
    if (typeof module !== 'object' || typeof member !== 'object') return false;
    if (!('text' in module && 'text' in member && isDotted(module.text) && isDotted(member.text)))
      return false;
    return this.push(this.name(module.text, member.text));
  }

  /** REDUCE, NEWOBJ: what stands below the arguments is called with them. */
  private reduced(): boolean {
    const args = this.stack.pop();
    const callee = this.stack.pop();
    return (args === 'tuple' || args === 'data') && callee !== undefined && this.call(callee);
  }

  /** BUILD: the state on top is given to what stands below, which runs its `__setstate__`. */
  private built(): boolean {
    const object = this.take(1) ? this.stack.at(-1) : undefined;
    if (object === undefined || object === 'mark') return false;
    if (typeof object === 'object' && 'name' in object) this.note(object);
    return true;
  }

  private call(callee: Entry): boolean {
    if (typeof callee === 'object' && 'name' in callee) this.note(callee);
    else if (callee !== 'data') return false;
    return this.push('data');
  }

  private note(callee: Named): void {
    if (callee.harm > (this.called?.harm ?? 0)) this.called = callee;
  }

  private push(entry: Entry): boolean {
    this.stack.push(entry);
    return true;
  }

  /** So many entries off the stack; false where a mark or nothing stands there. */
  private take(count: number): boolean {
    for (let n = 0; n < count; n++) {
      const entry = this.stack.pop();
      if (entry === undefined || entry === 'mark') return false;
    }
    return true;
  }

  /** What stands above the last mark, which goes with it; null where there is none. */
  private unwind(): Entry[] | null {
    const mark = this.stack.lastIndexOf('mark');
    if (mark < 0) return null;
    const above = this.stack.splice(mark);
    above.shift();
    return above;
  }

  private remember(index: number): boolean {
    const top = this.stack.at(-1);
    if (top === undefined) return false;
    this.memo.set(index, top);
    return true;
  }

  /** The little-endian number of so many bytes. */
  private number(from: number, size: number): number {
    let number = 0;
    for (let i = size - 1; i >= 0; i--) number = number * 256 + this.bytes.charCodeAt(from + i);
    return number;
  }

  /** What stands up to the end of the line, which is passed; null without one. */
  private line(): string | null {
    const end = this.bytes.indexOf('\n', this.at);
    if (end < 0) return null;
    const line = this.bytes.slice(this.at, Math.min(end, this.at + 400));
    this.at = end + 1;
    return line;
  }
}
