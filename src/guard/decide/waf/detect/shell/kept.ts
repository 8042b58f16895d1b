import { posixBinaries } from './binaries.ts';
import { cmdlets } from './powershell.ts';
import { windowsNames } from './windows.ts';

// What stands before a command where one is shown: a prompt, a label, an instruction of a file, a comment above it.
const shown =
  /^[ \t]{0,8}(?:[`~]{3}\w{0,12}\n\s{0,8})?(?:#[^\n]{0,160}\n\s{0,8})*(?:(?:[$#>%] |PS [A-Z]:\\[^>\n]{0,60}> ?|[A-Z]:\\[^>\n]{0,60}> ?|\[?[\w.-]{1,32}@[\w.-]{1,40}[: ][^$#\n]{0,60}[$#] |~[^\n❯$]{0,60}[❯$] )|(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK CMD|Exec\w{4,12}=|(?:- )?[a-z][\w-]{1,24}:(?: [|>]-?\n)?|"[\w:-]{2,32}": "|(?:[\d*/,-]{1,12} ){5}|[A-Z][\w' ]{1,60}[:?])\s{0,8})?(?:sudo |time |[A-Z_]{2,32}=[\w./:-]{1,64} )?/;
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

/**
 * True for a value that begins with a whole command and its arguments, bare, behind a prompt or as an instruction of a file:
 * what people keep, show and ask about.
 *
 * What is injected follows the value that a program has put into its own command, and such a value is a name, a number or an
 * address. Whoever begins theirs with a command all the same is told by what the others do.
 */
export function isKept(text: string): boolean {
  const head = shown.exec(text)!;
  const from = head[0].length;
  const rest = text.slice(from, from + 192);
  if (loop.test(rest) || script.test(text) || file.test(text)) return true;
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
