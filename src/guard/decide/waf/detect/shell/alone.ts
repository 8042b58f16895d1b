import { within } from '../within.ts';
import { posixBinaries } from './binaries.ts';

interface Named {
  readonly name: string;
  readonly word: boolean;
}

const closers = new Set(['fi', 'done', 'esac', 'exit', 'true', 'false', 'cd', 'then', 'do']);
const isBlank = (c: number): boolean => c === 32 || c === 9;
const endsName = (c: number): boolean => c === 32 || c === 9 || c === 59 || c === 124 || c === 38 || c === 10;
const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;

// Ordinary values hold a few commands without arguments, a page of a manual some hundred.
const noted = 512;
const most = 1024;

/** The commands without arguments of one value; behind 1024 of them a name is worth what it was worth at most. */
export class Alone {
  #asked = 0;
  #known: Map<Named, number> | null = null;
  #joined = -1;

  /** The first place of a value before which a quote stands, or more than one word. */
  joinedFrom(text: string): number {
    if (this.#joined < 0) {
      const found = /["']|\S\s+\S/.exec(text);
      this.#joined = found === null ? Number.POSITIVE_INFINITY : found.index + found[0].length;
    }
    return this.#joined;
  }

  /**
   * What a command that ends at `end` without arguments is worth at most, once enough of its name were met; undefined
   * until then, and near the end of the value.
   */
  settled(text: string, end: number, binary: Named): number | undefined {
    if (this.#asked <= most || end + 8 >= text.length || !endsName(text.charCodeAt(end))) return undefined;
    return isBlank(text.charCodeAt(end)) ? undefined : this.#known!.get(binary);
  }

  /** What is left of the score of the command, by what stands around it: see `aloneAmong`. */
  scoreOf(text: string, from: number, end: number, op: string, binary: Named, score: number): number {
    const known = this.#asked > most && end + 8 < text.length ? this.#known!.get(binary) : undefined;
    if (known !== undefined) return known;
    const own = aloneAmong(text, from, end, op, binary, score);
    if (++this.#asked > noted) {
      this.#known ??= new Map();
      this.#known.set(binary, Math.max(own, this.#known.get(binary) ?? 0));
    }
    return own;
  }
}

/**
 * What is left of the score of a command without arguments, by what stands around it.
 *
 * `;id` and `127.0.0.1|id` are attacks; `id;name;date`, `| id | name |`, `a && id` and a column in backticks are
 * lists, tables, code and SQL.
 */
function aloneAmong(
  text: string,
  from: number,
  end: number,
  op: string,
  binary: Named,
  score: number,
): number {
  const short = binary.name.length < 4;
  if (op === '^')
    return end < text.length && !/^[|;]\s*$/.test(text.slice(end, end + 8))
      ? 0
      : binary.word || short
        ? Math.min(score, 34)
        : Math.min(score, 54);
  let behind = end;
  while (isBlank(text.charCodeAt(behind))) behind++;
  const c = text.charCodeAt(behind);
  if (op === '`') {
    const outside = from + text.length - end - 1;
    // `` `id`, `name` `` and `` FROM `users` ``: names of MySQL.
    const named = from > 0 && ' .(,'.includes(text[from - 1]!);
    if (outside > 4 && (named || quotedName(text, behind + 1)) && (binary.word || short)) return 20;
    return c === 96 ? score + 4 : 20;
  }
  if (op === '$(' || op === '<(') {
    const close = text.charCodeAt(from) === 96 ? 96 : 41;
    if (c !== close) return goesOn.test(text.slice(behind, behind + 48)) ? score + 6 : 30;
    const next = text.charCodeAt(behind + 1);
    if (next === 46 && file.test(text.slice(behind + 1, behind + 9))) return score + 6;
    return (next === 46 || next === 44) && (binary.word || short) ? 15 : score + 6;
  }
  if (op === '(' || op === '{') return binary.word || short ? 10 : score - 10;
  // `;echo ps aux|sh`: what is written out is run.
  if (op === '|' && isShell.test(binary.name) && written.test(text.slice(Math.max(0, from - 96), from)))
    return Math.max(score, 58);
  // `$(true&&id)`
  if (c === 41 && opened.test(text.slice(Math.max(0, from - 24), from))) return score;
  // A closing bracket nobody opened: `if (a && id)`.
  if (c === 41 || c === 125 || c === 93) return score - 28;
  if (isList(text, from, behind, op, binary)) return 22;
  return score + before(text, from, op, binary.word || short);
}

/** `$(id|tee y)`, `$(who&)`: what else stands within the substitution. */
const goesOn = /^(?:\|[|&]?|&&?|;)\s?(?:[a-z]\w{0,12}(?: [\w./-]{1,16}){0,2}\s?)?[)`]/;
/** `$(id).png`: the name of a file that is made, not a method of what jQuery found. */
const file = /^\.(?:png|jpe?g|gif|svg|webp|pdf|txt|csv|html?|zip|mp[34]|docx?|xlsx?)(?![\w(.])/i;

const isShell = /^(?:ba|z|da|k)?sh$/;
const written = /[;|&`(\n]\s?(?:echo|printf)\s[^|;&\n]{1,80}$/;
const opened = /[$<>]\((?:true|false|:|\[\[? ?\w{0,4} ?\]\]?|\(\(\w{0,4}\)\))\s?$/;

function quotedName(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c === 44 || c === 46 || c === 32 || c === 61 || c === 41;
}

/** The same separator goes on with something that is no command, or came before with something that was none. */
function isList(text: string, from: number, behind: number, op: string, { name: own, word }: Named): boolean {
  const next = text[behind];
  if (
    op.length === 1 &&
    (next === op || next === ';' || next === '|' || next === ',') &&
    text[behind + 1] !== next
  ) {
    let at = behind + 1;
    while (isBlank(text.charCodeAt(at))) at++;
    const start = at;
    while (isLetter(text.charCodeAt(at)) || text.charCodeAt(at) === 95) at++;
    const name = text.slice(start, at);
    // `1|whoami|x`: no list has an item of that name.
    const told =
      !word &&
      own.length > 4 &&
      !/\s/.test(text.slice(0, at)) &&
      !/(?:^|[;|&,])[A-Za-z_]+$/.test(text.slice(Math.max(0, from - 24), from));
    if (at > start && posixBinaries.get(name) === undefined && !closers.has(name)) return !told;
    // `{ |date| …`, `do |id|`: the arguments of a block in Ruby.
    if (op === '|' && /(?:[{([]|do) ?$/.test(text.slice(Math.max(0, from - 4), from))) return true;
    // `| id | date |`: both are words, and a table.
    if (op === '|' && isBlank(text.charCodeAt(from + 1)) && within(text, op, at, at + 256) > 0) return true;
  }
  const earlier = text.slice(Math.max(0, from - 96), from);
  const same = earlier.lastIndexOf(op);
  let last = same - 1;
  while (isBlank(earlier.charCodeAt(last))) last--;
  const c = earlier.charCodeAt(last);
  return (
    op !== '\n' &&
    same > 0 &&
    (isLetter(c) || c === 34 || c === 39) &&
    !/[;|&]\s*(?:ls|id|pwd|whoami|uname)/.test(earlier)
  );
}

function before(text: string, from: number, op: string, weak: boolean): number {
  let last = from - 1;
  while (last >= 0 && isBlank(text.charCodeAt(last))) last--;
  // Nothing but a command line begins with a separator; a table begins with a bar.
  if (last < 0) return op === '|' ? 6 : 20;
  const c = text.charCodeAt(last);
  // `= &id`, `f(&id`, `x, &id`: an address, in C.
  if (op === '&' && (c === 61 || c === 40 || c === 44 || c === 42)) return -30;
  if (!isLetter(c) && c < 128 && c !== 95) return weak ? 4 : 6;
  if (!weak) return 0;
  let token = last;
  while (token >= 0 && last - token < 64 && !endsName(text.charCodeAt(token))) token--;
  const name = text.slice(token + 1, last + 1);
  // `a&&env` as the whole value: code has longer names, and goes on.
  if (op.length === 2 && last < 2 && text.length - from < 12 && !/[\s)}]/.test(text)) return 4;
  // `report.pdf;id`, `whoami && id`: what went before is no word of a list.
  if (/[\d./]|^-/.test(name) || posixBinaries.get(name)?.word === false) return 2;
  // `Rock & top`, `name;id`, `read|set`: words on both sides.
  let blanks = 0;
  for (let i = last; i >= 0 && last - i < 64; i--) if (isBlank(text.charCodeAt(i))) blanks++;
  if (blanks > 0) return -26;
  if (op === '&' && within(text, '=', Math.max(0, from - 64), from) >= 0) return -20;
  return op === '|' || op === '&' ? -12 : -8;
}
