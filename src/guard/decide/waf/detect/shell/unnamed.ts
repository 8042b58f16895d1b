import { endsWord } from './arguments.ts';
import type { Best } from './best.ts';
import { isOwnFile } from './everyday.ts';
import { isEverydayCmdlet, isTalkedOf } from './everyday-powershell.ts';
import { namesShell } from './names.ts';
import { assignedCmdlet, cmdletEvidence, isPasted, powershellWord } from './powershell.ts';
import { IFS, skipBlanks, type Word } from './word.ts';

const POSIX = 'POSIX command';
const POWERSHELL = 'PowerShell command';

const mostShown = 96;

const program =
  /(?:[a-z]:[\\/]|\\\\[\w.-]{1,64}\\)(?:[^\\/:*?"<>|;&%$`\s]{1,64}[\\/]){0,12}[^\\/:*?"<>|;&%$`\s]{1,64}\.(?:exe|bat|cmd|com|ps1|vbs|scr)(?=$|[\s&|"'>])/iy;

/** What stands where a command does and no table names: cmdlets, files that are run, variables. */
export class Unnamed {
  readonly #text: string;
  readonly #best: Best;
  #shown = 0;
  /** Where `=` stands next, as far as it is known. */
  #equals = -1;

  constructor(text: string, best: Best) {
    this.#text = text;
    this.#best = best;
  }

  /** Weighs a word that begins at `at`; `line`: the value begins with a command. */
  weigh({ end, cooked, flags }: Word, at: number, from: number, op: string, line: boolean): void {
    const text = this.#text;
    const c = text.charCodeAt(at);
    const letter = c | 32;
    if ((op === '&' || op === '&&' || op === '||') && this.#program(at, from, op)) return;
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
      this.#variable(at, end, flags, from, op);
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
      const score = run ? 58 : c === 46 ? (line ? 40 : 50) : 34;
      this.#best.add(score, POSIX, 'a file that is run', from, end, op, isOwnFile(text, at, cooked));
    } else if (c === 46 && end === at + 1 && text.charCodeAt(end) === 32 && text.charCodeAt(end + 1) === 47)
      this.#best.add(56, POSIX, 'a file that is read in', from, end + 1, op);
  }

  /** `& C:\Windows\System32\calc.exe`, `&& \\host\share\x.bat`: a program of Windows by its whole path; true when it is one. */
  #program(at: number, from: number, op: string): boolean {
    const text = this.#text;
    if (text.charCodeAt(at + 1) !== 58 && !text.startsWith('\\', at)) return false;
    program.lastIndex = at;
    if (!program.test(text)) return false;
    this.#best.add(62, 'cmd.exe command', 'a program by its path', from, program.lastIndex, op);
    return true;
  }

  /** A variable where a command stands. */
  variable({ end, flags }: Word, at: number, from: number, op: string): void {
    this.#variable(at, end, flags, from, op);
  }

  #variable(at: number, end: number, flags: number, from: number, op: string): void {
    const text = this.#text;
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
