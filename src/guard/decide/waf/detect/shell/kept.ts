import { posixBinaries } from './binaries.ts';
import { cmdlets } from './powershell.ts';
import { lines } from './surroundings.ts';
import { windowsNames } from './windows.ts';

// What stands before a command where one is shown: a prompt, a label, an instruction of a file, a comment above it.
const shown =
  /^[ \t]{0,8}(?:[`~]{3}\w{0,12}\n\s{0,8})?(?:#[^\n]{0,160}\n\s{0,8})*(?:(?:[$#>%] |PS [A-Z]:\\[^>\n]{0,60}> ?|[A-Z]:\\[^>\n]{0,60}> ?|\[?[\w.-]{1,32}@[\w.-]{1,40}[: ][^$#\n]{0,60}[$#] |~[^\n❯$]{0,60}[❯$] )|(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK CMD|Exec\w{4,12}=|(?:- )?[a-z][\w-]{1,24}:(?: [|>]-?\n)?|"[\w:-]{2,32}": "|(?:[\d*/,-]{1,12} ){5}|[A-Z][\w' ]{1,60}[:?])\s{0,8}(?:[`~]{3}\w{0,12}\n\s{0,8})?)?(?:sudo |time |[A-Z_]{2,32}=[\w./:-]{1,64} )?/;
const loop = /^(?:(?:while|until|if|for)\s[^;\n]{1,120}[;\n]\s{0,4}(?:do|then)\b|case\s[^\n]{1,60}\sin\b)/;
const script = /^[^\n]{0,160}\n?#!\/\S{2,40}sh\b/;
const file =
  /(?:^|\n)(?:FROM [\w./:-]{2,80}(?: AS \w+)?\n|RUN |CMD \[|ENTRYPOINT \[|Exec(?:Start|Stop|Reload)\w*=)/;
const starters = new Set(['cd', 'test', '[', '[[', 'source', '.', 'ssh-add', 'ssh-keygen', 'ssh-copy-id']);
const known = new Set([...posixBinaries.keys(), ...windowsNames, ...starters]);
const cmdlet = new Set(cmdlets);
// Of a program nobody knows: a flag or a path behind it, before anything else.
const flagged = /^[a-z][\w.-]{1,24}(?: [\w.-]{1,32}){0,2} (?:--?[a-z]|\.{0,2}\/\w)/;

const looked = /^ \| (?:grep|sort|less|head|tail|wc|awk|uniq)\b/;

// Of PowerShell: an assignment, a block of a script, a call of a type.
const powershell =
  /^(?:\$(?:\w{1,32}(?:[.:]\w{1,32})?|_)(?: ?[+-]?= ?\S| \| \w)|(?:try|finally|process|begin) ?\{|(?:foreach|if|while|switch|param) ?\([\s$[(-]|function [A-Za-z]+-\w+|\[[A-Za-z][\w.]{2,48}\]::\w)/i;
// A call of code, open where a string begins.
const call = /[\w.\])!]\((?:[^()\n]{0,80}, ?)?\[?\(?["'`][^"'`\n]{0,160}$/;
// No name, number or address that a program has put there: three words, or a pattern between slashes.
const sentence =
  /^(?:\S{1,40} \S{1,40} \S{1,40}[^\n]{0,400}|\/[^\n]{1,300}[)\]+*$][^\n/]{0,40}\/[dgimsuvy]{0,8}\r?)\n/;
// A value, and the quote that a program has put behind it, before the line ends: nobody’s text begins so.
const closed = /^[^\s'"`]{0,40}['"]\r?\n/;
const most = 4096;

/** Where in a value the commands stand that people keep, show and ask about, as far as it was asked. */
export class Keeping {
  readonly #text: string;
  #begins: boolean | null = null;
  #many: boolean | null = null;
  #line = -1;
  #kept = false;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * True for a command in a value that begins with a whole command and its arguments, bare, behind a prompt or as an
   * instruction of a file; on such a line of a value of three lines or more, or behind one of three words; and in the
   * string that a call of code is given.
   *
   * What is injected follows the value that a program has put into its own command, and such a value is a name, a
   * number or an address. Whoever begins theirs with a command all the same is told by what the others do.
   */
  at(from: number): boolean {
    if (closed.test(this.#text)) return false;
    this.#begins ??= isFile(this.#text) || isKept(plain(this.#text.slice(0, most)));
    if (this.#begins) return true;
    this.#many ??= lines(this.#text.trim(), 3) > 2 || sentence.test(this.#text);
    if (this.#many && this.#keptLine(from)) return true;
    return call.test(this.#text.slice(Math.max(0, from - 256), from));
  }

  #keptLine(from: number): boolean {
    const text = this.#text;
    let line = from;
    // The separator may be the break itself.
    while (text.charCodeAt(line) === 10 || text.charCodeAt(line) === 13) line++;
    const first = Math.max(0, line - 512);
    while (line > first && text.charCodeAt(line - 1) !== 10) line--;
    if (line === this.#line) return this.#kept;
    this.#line = line;
    this.#kept = (line > first || line === 0) && isKept(plain(text.slice(line, line + 512)));
    return this.#kept;
  }
}

const plain = (text: string): string => (text.includes('\r') ? text.replaceAll('\r\n', '\n') : text);
const isFile = (text: string): boolean => script.test(text) || file.test(text);

function isKept(text: string): boolean {
  const head = shown.exec(text)!;
  const from = head[0].length;
  const rest = text.slice(from, from + 192);
  if (loop.test(rest) || powershell.test(rest)) return true;
  const blank = rest.search(/[ \n]/);
  if (blank < 0 || blank > 32) return false;
  const name = rest.slice(0, blank);
  // Without an argument it may be the only word of a value.
  const next = rest[blank + 1] ?? ' ';
  if (cmdlet.has(name.toLowerCase())) return true;
  if (next === ' ' || ';|&'.includes(next)) return known.has(name) && looked.test(rest.slice(blank));
  return known.has(name) || /^\.\.?\/[\w.-]/.test(name) || flagged.test(rest);
}

/** True for a separator that stands as people write it. */
export function isSpaced(text: string, from: number, op: string): boolean {
  if (op === '\n' || op === '^' || op === '$(' || op === '(' || op === '`' || op === '{' || op === '<(')
    return true;
  const c = text.charCodeAt(from + op.length);
  return (
    (c === 32 || c === 10) &&
    (op === ';' || text.charCodeAt(from - 1) === 32 || text.charCodeAt(from - 1) === 10)
  );
}
