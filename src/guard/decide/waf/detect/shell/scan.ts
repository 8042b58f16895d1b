import type { Finding } from '../finding.ts';
import { within } from '../within.ts';
import { Alone } from './alone.ts';
import { endsWord, readArguments } from './arguments.ts';
import { Best } from './best.ts';
import type { Binary } from './binaries.ts';
import { Blanks } from './blanks.ts';
import { behindRedirection, branchOf, calledBody, isExpansion } from './blocks.ts';
import { type Construct, isProbe, socketAt } from './constructs.ts';
import { isInstallation, isShown } from './everyday.ts';
import { isPlainType } from './everyday-powershell.ts';
import { binaryOf } from './glob.ts';
import { mayName } from './names.ts';
import { Unnamed } from './unnamed.ts';
import { braceScore, posixScore, windowsScore } from './weigh.ts';
import type { WindowsBinary } from './windows.ts';
import { windowsNamed } from './windows-named.ts';
import { BRACE, BROKEN, CARET, GLOB, IFS, isBreak, newWord, readWord, skipBlanks, VARIABLE } from './word.ts';
import { isApart, isBoth, isStarter, Own, toldAt } from './wrappers.ts';

const POSIX = 'POSIX command';
const CMD = 'cmd.exe command';
const POWERSHELL = 'PowerShell command';

const mostShown = 96;
// So much is read in full: what is read again and again, of one command in the next, is read briefly behind that.
const generous = 65_536;
/** Characters of a command: at first, and of one that was read so; no name of a program is longer than the last. */
const lengths = [256, 48, 24] as const;
const assignments = 16;
/** Characters of a value: `a=$a$a;` in a row would double it each time. */
const longestValue = 256;
const continued = 4;

const disguised = BROKEN | GLOB | IFS | VARIABLE | CARET;

const word = newWord();

/** The commands of one value, weighed as they are met; keeps the best. */
export class Scan {
  readonly #text: string;
  readonly #blanks: Blanks;
  readonly #best: Best;
  readonly #unnamed: Unnamed;
  #known: Map<string, string> | null = null;
  /** How many characters were read as words and arguments, however often. */
  #read = 0;
  #shown = 0;
  #line = false;
  #alone: Alone | null = null;
  #ticked = false;
  #lastDollar = -2;
  /** The words in front of a command: `sudo `. */
  #prefix = '';
  readonly #own = new Own();
  #starting = false;
  /** Where `/dev/` stands next, as far as it is known. */
  #device = -1;

  constructor(text: string) {
    this.#text = text;
    this.#blanks = new Blanks(text);
    this.#best = new Best(text);
    this.#unnamed = new Unnamed(text, this.#best);
  }

  get certain(): boolean {
    return this.#best.score >= 90;
  }

  finding(): Finding | null {
    return this.#best.finding();
  }

  /** The value itself as a command line; the first quote, or bracket, of what it is put into is passed over. */
  begin(): void {
    let at = skipBlanks(this.#text, 0);
    const c = this.#text.charCodeAt(at);
    if (c === 34 || c === 39) at++;
    this.command(at, at, '^');
  }

  /** Weighs what stands at `at`, where a shell would run it because of `op` at `from`. */
  command(at: number, from: number, op: string): void {
    if (this.#blanks.isWorn(this.#blanks.behind(at))) return;
    this.#prefix = '';
    this.#starting = false;
    // What is chained on a continued line was followed from the one before.
    let left = op === '\n' && this.#text.charCodeAt(from - 1) === 92 ? continued : Number.POSITIVE_INFINITY;
    const stretches = left > continued;
    for (let next = at; next >= 0 && left >= 0; left--) next = this.#link(next, from, op, stretches);
  }

  /** Weighs one link of a chain such as `A=1 sudo -u b cat …`; where the next one begins, -1 behind the last. */
  #link(at: number, from: number, op: string, stretches: boolean): number {
    const text = this.#text;
    const prefix = this.#prefix;
    at = this.#blanks.behind(at);
    let c = text.charCodeAt(at);
    const block = (op === '&' && !isExpansion(text, at)) || prefix.endsWith('coproc ');
    if ((c === 123 || c === 40) && block) {
      at = this.#blanks.behind(at + 1);
      c = text.charCodeAt(at);
    }
    const redirected = op === '^' ? -1 : behindRedirection(text, at, op);
    if (redirected > 0) {
      at = redirected;
      c = text.charCodeAt(at);
    }
    // In prose a digit, a mark or a capital follows. The applets of busybox are not all known.
    if (!(c < 128) || at >= text.length || (c !== 62 && isBreak(c))) return -1;
    const free = prefix.endsWith('busybox ') || (prefix !== '' && (this.#own.left > 0 || c === 45));
    if (!free && !mayName(text, at)) return -1;
    const briefly = this.#read > generous;
    const most = lengths[this.#read <= generous ? 0 : this.#read <= 4 * generous ? 1 : 2];
    readWord(text, at, word, true, this.#known, most, stretches);
    const { cooked, end, flags } = word;
    this.#read += end - at;
    if (cooked === '') {
      if (c === 36) this.#unnamed.variable(word, at, from, op);
      else if (c === 62 && op !== '^' && op !== '\n') this.#writes(text, at, from, op);
      return -1;
    }
    const first = cooked.slice(0, Math.max(0, cooked.indexOf(' ')));
    if (first !== '' && binaryOf(first, false) !== undefined) {
      this.#best.add(74, POSIX, `${first}, written in one word`, from, end, op);
      return -1;
    }
    // `timeout 5 …`, `sudo -u root …`
    if (prefix !== '' && (c === 45 || (c >= 48 && c <= 57))) {
      if (prefix === 'xargs ' && text.startsWith('-a ', at))
        this.#best.add(op === '^' ? 40 : 62, POSIX, 'xargs of a file', from, end, op);
      if (c === 45 && /^(?:sudo|doas) $/.test(prefix))
        this.#best.add(op === '^' ? 40 : 58, POSIX, prefix.trim(), from, end, op, isInstallation(text, from));
      if (c === 45) this.#own.option(cooked);
      return end;
    }
    if (cooked.indexOf('=') > 0 && this.#assignment(text, end, cooked, from, op)) {
      const next = text.charCodeAt(end);
      return (next === 32 || next === 9) && at > 0 ? end : -1;
    }
    const brace = (flags & BRACE) !== 0;
    const binary = brace || endsWord(text, end) ? binaryOf(cooked, (flags & GLOB) !== 0) : undefined;
    if (brace) {
      const close = within(text, '}', end, end + 128);
      if (binary !== undefined)
        this.#best.add(braceScore(text, end, op), POSIX, `{${cooked},…}`, from, close + 1, op);
      return -1;
    }
    // `{word`: no name begins so.
    if (c === 123) return -1;
    const given =
      op === '^' || brace ? -1 : cooked === 'case' ? branchOf(text, end) : toldAt(cooked, text, end);
    if (given > 0) {
      this.#prefix = `${cooked} `;
      return given;
    }
    const windows = windowsNamed(text, at, word, binary);
    if (binary === undefined && windows === undefined) {
      if (prefix !== '' && (this.#own.takes(cooked) || (this.#starting && c === 47))) return end;
      if (
        prefix.endsWith('busybox ') &&
        ((op !== '^' && /^[a-z]{2,12}$/.test(cooked) && text.startsWith(' -', end)) ||
          /^\s*\/bin\/busybox [A-Za-z]{1,16}\s*$/.test(text.slice(0, 64)))
      )
        this.#best.add(62, POSIX, `busybox ${cooked}`, from, end, op);
      this.#unnamed.weigh(word, at, from, op, this.#line);
      return -1;
    }
    if (this.#starting && (binary ?? windows)!.word) return -1;
    if (binary?.use === 'prefix' && windows === undefined) {
      this.#own.begin(binary.name, prefix !== '');
      this.#prefix = `${prefix.length > 32 ? '' : prefix}${binary.name} `;
      return end;
    }
    if (prefix === '' && (flags & disguised) === 0 && this.#isSettled(end, op, binary, windows)) return -1;
    const a = readArguments(text, end, isApart(prefix, text, end) ? 0 : briefly ? 3 : 24);
    this.#read += a.end - end;
    this.#alone ??= new Alone();
    const place = {
      text,
      from,
      op,
      keyword: prefix !== '',
      line: this.#line,
      alone: this.#alone,
    };
    if (op === '^' && binary !== undefined) this.#line = true;
    let [score, context] = [binary === undefined ? 0 : posixScore(place, binary, flags, a), POSIX];
    if (windows !== undefined) {
      const own = windowsScore(place, windows, flags, a);
      if (own > score || (own === score && a.windows)) {
        score = own;
        context = CMD;
      }
    }
    if (prefix !== '' && score > 0) score += 4;
    // A second command makes up to six more of it.
    const shown =
      score > 43 &&
      score + 6 > this.#best.score &&
      (flags & disguised) === 0 &&
      this.#shown++ < mostShown &&
      isShown(text, at, from, op, prefix, context === CMD ? windows! : binary!, a);
    this.#best.add(score, context, prefix + (binary ?? windows!).name, from, a.end, op, shown);
    if (op !== '^' && windows !== undefined && (flags & disguised) === 0 && isStarter(windows.name))
      return this.#starts(windows.name, end);
    if (binary === undefined || !isBoth(binary.name) || a.count === 0) return -1;
    this.#own.begin(binary.name, prefix !== '');
    this.#prefix = `${prefix.length > 32 ? '' : prefix}${binary.name} `;
    return end;
  }

  /** What cmd.exe starts by this name stands behind it. */
  #starts(name: string, end: number): number {
    this.#starting = true;
    this.#prefix = `${name.toLowerCase()} `;
    return end;
  }

  /** True for one without arguments of which so many were met that this one makes no difference. */
  #isSettled(
    end: number,
    op: string,
    binary: Binary | undefined,
    windows: WindowsBinary | undefined,
  ): boolean {
    const alone = this.#alone;
    if (alone === null) return false;
    const posix = binary === undefined ? 0 : alone.settled(this.#text, end, binary);
    if (posix === undefined) return false;
    const own = windows === undefined ? 0 : alone.settled(this.#text, end, windows);
    if (own === undefined) return false;
    return this.#best.isVain(Math.max(posix, own), op);
  }

  /** A backtick: every other one begins a substitution. */
  tick(at: number, next: number): void {
    this.#ticked = !this.#ticked;
    if (this.#ticked && next !== 96) this.command(at + 1, at, '`');
  }

  /** `${IFS}` where a blank would do: nobody writes it but to get past a filter, or to talk about one. */
  blanks(at: number): void {
    const end = this.#blanks.behind(at);
    if (end > at) this.#best.add(64, POSIX, 'blanks written $IFS', at, end, '$');
  }

  /** `;>/tmp/x`: a file that is made or emptied. */
  #writes(text: string, at: number, from: number, op: string): void {
    const target = skipBlanks(text, text.charCodeAt(at + 1) === 62 ? at + 2 : at + 1);
    if (/^\/(?:etc|tmp|var|root|home|dev|usr|opt|srv)\/\w/.test(text.slice(target, target + 12)))
      this.#best.add(60, POSIX, 'a file that is written', from, Math.min(text.length, target + 24), op);
  }

  /** `> /dev/tcp/host/port`, which only bash opens as a socket. */
  redirection(at: number): void {
    const text = this.#text;
    if (this.#device < at) {
      this.#device = text.indexOf('/dev/', at);
      if (this.#device < 0) this.#device = text.length;
    }
    if (this.#device > at + 8) return;
    const i = socketAt(text, at);
    if (i < 0) return;
    const to = Math.min(text.length, i + 40);
    if (isProbe(text, at, i))
      this.#best.add(60, POSIX, 'a socket of bash that is opened', at, to, '<(', true);
    else this.#best.add(96, POSIX, 'a socket of bash', at, to, '>');
  }

  /** The body of a function that is made and called at once, whose bracket opens at `at`. */
  made(at: number): void {
    const body = calledBody(this.#text, at);
    if (body > 0) this.command(body, this.#text.lastIndexOf(';', at), ';');
  }

  /** `for %i in (…) do …` of cmd.exe, by its variable. */
  loop(at: number): void {
    const before = this.#text.slice(Math.max(0, at - 16), at);
    const begin = /\bfor(?: \/[dflr])? %?$/i.exec(before);
    const head = begin === null ? null : /^%\w in \([^)]{0,64}\) do @?/i.exec(this.#text.slice(at, at + 96));
    if (head !== null) this.command(at + head[0].length, before.endsWith('%') ? at - 1 : at, '%');
  }

  /** A construct that is told by itself, wherever it stands. */
  construct(found: Construct | null): void {
    if (found !== null)
      this.#best.add(found.score, found.context, found.what, found.from, found.to, found.op);
  }

  /** Evidence of PowerShell that stands outside command position: methods, types. */
  script(score: number, at: number, what: string): void {
    const text = this.#text;
    if (score > 0)
      this.#best.add(score, POWERSHELL, what, at, Math.min(text.length, at + 64), '(', isPlainType(text, at));
  }

  /** `a=c;b=at` is remembered; `A=1 cmd` and `$a=New-Object …` run what stands behind. */
  #assignment(text: string, end: number, cooked: string, from: number, op: string): boolean {
    const equals = cooked.indexOf('=');
    const name = cooked.slice(0, equals);
    if (name === 'IFS')
      this.#best.add(66, POSIX, 'IFS is set', from, end, op, text.startsWith(' read ', end));
    if (!/^\w{1,32}$/.test(name) || (name.charCodeAt(0) >= 48 && name.charCodeAt(0) <= 57)) return false;
    if (this.#lastDollar === -2) this.#lastDollar = text.lastIndexOf('$');
    if (end < this.#lastDollar) {
      this.#known ??= new Map();
      if (this.#known.size < assignments)
        this.#known.set(name, cooked.slice(equals + 1, equals + 1 + longestValue));
    }
    return true;
  }
}
