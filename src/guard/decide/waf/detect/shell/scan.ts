import type { Finding } from '../finding.ts';
import { within } from '../within.ts';
import { Alone } from './alone.ts';
import { endsWord, readArguments } from './arguments.ts';
import { Best } from './best.ts';
import type { Binary } from './binaries.ts';
import { Blanks } from './blanks.ts';
import { type Construct, isProbe, socketAt } from './constructs.ts';
import { isInstallation, isOwnFile, isShown } from './everyday.ts';
import { isEverydayCmdlet, isPlainType, isTalkedOf } from './everyday-powershell.ts';
import { binaryOf } from './glob.ts';
import { mayName, namesShell } from './names.ts';
import { assignedCmdlet, cmdletEvidence, isPasted, powershellWord } from './powershell.ts';
import { braceScore, posixScore, windowsScore } from './weigh.ts';
import type { WindowsBinary } from './windows.ts';
import { windowsNamed } from './windows-named.ts';
import { BRACE, BROKEN, CARET, GLOB, IFS, isBreak, newWord, readWord, skipBlanks, VARIABLE } from './word.ts';

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
  /** Where `=` stands next, as far as it is known. */
  #equals = -1;
  /** Where `/dev/` stands next, as far as it is known. */
  #device = -1;

  constructor(text: string) {
    this.#text = text;
    this.#blanks = new Blanks(text);
    this.#best = new Best(text);
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
    if ((c === 123 || c === 40) && (op === '&' || prefix.endsWith('coproc '))) {
      at = this.#blanks.behind(at + 1);
      c = text.charCodeAt(at);
    }
    // In prose a digit, a mark or a capital follows. The applets of busybox are not all known.
    if (!(c < 128) || at >= text.length || (c !== 62 && isBreak(c))) return -1;
    if (!mayName(text, at) && !prefix.endsWith('busybox ')) return -1;
    const briefly = this.#read > generous;
    const most = lengths[this.#read <= generous ? 0 : this.#read <= 4 * generous ? 1 : 2];
    readWord(text, at, word, true, this.#known, most, stretches);
    const { cooked, end, flags } = word;
    this.#read += end - at;
    if (cooked === '') {
      if (c === 36) this.#variable(text, at, end, flags, from, op);
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
    const windows = windowsNamed(text, at, word, binary);
    if (binary === undefined && windows === undefined) {
      if (
        prefix.endsWith('busybox ') &&
        op !== '^' &&
        /^[a-z]{2,12}$/.test(cooked) &&
        text.startsWith(' -', end)
      )
        this.#best.add(62, POSIX, `busybox ${cooked}`, from, end, op);
      this.#unnamed(text, at, end, cooked, flags, from, op);
      return -1;
    }
    if (binary?.use === 'prefix' && windows === undefined) {
      this.#prefix = `${prefix.length > 32 ? '' : prefix}${binary.name} `;
      return end;
    }
    if (prefix === '' && (flags & disguised) === 0 && this.#isSettled(end, op, binary, windows)) return -1;
    const a = readArguments(text, end, briefly ? 3 : 24);
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
    // It shows the environment, or runs what stands behind.
    if (binary?.name !== 'env' || a.count === 0) return -1;
    this.#prefix = `${prefix.length > 32 ? '' : prefix}env `;
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

  /** What no table names: cmdlets, files that are run, variables that stand for a command. */
  #unnamed(
    text: string,
    at: number,
    end: number,
    cooked: string,
    flags: number,
    from: number,
    op: string,
  ): void {
    const c = text.charCodeAt(at);
    const letter = c | 32;
    if ((letter >= 97 && letter <= 122) || c === 39 || c === 34) {
      // A cmdlet has a dash, a short alias, or something that breaks it apart.
      const next = text.charCodeAt(end);
      if (cooked.length > 4 && next !== 96 && c !== 39 && c !== 34 && !cooked.includes('-')) return;
      const cmdlet = powershellWord(text, at);
      // `Get-Item: Cannot find path`: no command bears a colon, what PowerShell says of one does.
      if (text.charCodeAt(cmdlet.end) === 58) return;
      let score = cmdletEvidence(cmdlet.name, text, cmdlet.end);
      if (score === 0) return;
      if (cmdlet.broken) score = Math.max(score, 60) + 14;
      if (op === '|' && cmdlet.name === 'iex') score = Math.max(score, 70);
      if (isTalkedOf(text, cmdlet.end)) score = Math.min(score, 40);
      if (op === '^') score -= isPasted(cmdlet.name, text, cmdlet.end) ? 24 : 8;
      const to = Math.min(text.length, cmdlet.end + 80);
      this.#best.add(
        score,
        POWERSHELL,
        cmdlet.name,
        from,
        to,
        op,
        this.#isDaily(score, cmdlet.name, cmdlet.end),
      );
      return;
    }
    if (c === 36) {
      this.#variable(text, at, end, flags, from, op);
      return;
    }
    if (op === '^' || op === '\n' || op === '(' || op === '{') return;
    const slash = c === 47 || (c === 46 && text.charCodeAt(at + 1) === 47);
    if (slash && cooked.length > 3 && (c === 46 || cooked.indexOf('/', 2) > 0) && endsWord(text, end)) {
      if (cooked.endsWith(':')) return;
      const run =
        /^\/(?:usr\/(?:local\/)?)?s?bin\/\w|^\/(?:usr\/)?lib(?:32|64|x32)?\/(?:[\w-]{1,40}\/)?ld-|^\/(?:var\/)?tmp\/\w|^\/dev\/shm\//.test(
          cooked,
        );
      const score = run ? 58 : c === 46 ? (this.#line ? 40 : 50) : 34;
      this.#best.add(score, POSIX, 'a file that is run', from, end, op, isOwnFile(text, at, cooked));
    } else if (c === 46 && end === at + 1 && text.charCodeAt(end) === 32 && text.charCodeAt(end + 1) === 47)
      this.#best.add(56, POSIX, 'a file that is read in', from, end + 1, op);
  }

  #variable(text: string, at: number, end: number, flags: number, from: number, op: string): void {
    if (this.#equals < at) {
      const next = text.indexOf('=', at);
      this.#equals = next < 0 ? text.length : next;
    }
    const equals = this.#equals < Math.min(text.length, at + 40) ? this.#equals : -1;
    const behind = equals > 0 ? skipBlanks(text, equals + 1) : -1;
    // `$client = New-Object …`: PowerShell runs what stands to the right.
    if (behind > 0 && /^\$\w{1,32} ?$/.test(text.slice(at, equals))) {
      const { name, end: to, score } = assignedCmdlet(text, behind, op);
      if (score > 0) this.#best.add(score, POWERSHELL, name, from, to, op, this.#isDaily(score, name, to));
    } else if (namesShell(text.slice(at + 1, end)) && op !== '^')
      this.#best.add(62, POSIX, 'the shell itself, by a variable', from, end, op);
    else if ((flags & IFS) !== 0) this.#best.add(60, POSIX, 'a command in variables', from, end, op);
  }

  #isDaily(score: number, name: string, end: number): boolean {
    if (score < 50 || score + 6 <= this.#best.score || this.#shown++ > mostShown) return false;
    return isEverydayCmdlet(name, this.#text.slice(end, end + 400));
  }
}
