import { readArguments } from './arguments.ts';
import { posixBinaries } from './binaries.ts';

const loop =
  /^\s{0,8}(?:(?:while|until|if|for)\s[^;\n]{1,120}[;\n]\s{0,4}(?:do|then)\b|case\s[^\n]{1,60}\sin\b)/;
const cmdlet = /^\s{0,8}[A-Z][a-z]{2,12}-[A-Z]\w{2,24} [^|;\n]{0,80}-[A-Z]\w/;
const instruction =
  /^\s{0,8}(?:RUN|CMD|Exec\w{4,12}=|[$#>]|run:|(?:[\d*/,-]{1,12} ){5}|[A-Z][\w' ]{1,60}[:?])\s{0,2}/;

const script = /^[^\n]{0,160}\n?#!\/\S{2,40}sh\b/;
const separator = /(?: \||;| &&) (?:sudo )?([a-z][\w.-]{1,20})(?![\w(=])/g;

/**
 * True for what people keep and show: a loop, a script, a chain of commands, a pipeline of cmdlets with parameters, and a
 * whole command with flags behind a prompt, a question, or an instruction of a Dockerfile.
 *
 * What is injected follows a value that a program has put into its own command, and such a value is none of these.
 */
export function isKept(text: string): boolean {
  if (loop.test(text) || cmdlet.test(text) || script.test(text)) return true;
  const before = instruction.exec(text);
  let from = before === null ? 0 : before[0].length;
  if (text.startsWith('sudo ', from)) from += 5;
  const blank = text.indexOf(' ', from);
  if (blank < 0 || blank - from > 24 || !posixBinaries.has(text.slice(from, blank))) return false;
  if (text.startsWith('RUN ') || isChain(text, blank)) return true;
  if (before === null) return false;
  const a = readArguments(text, blank);
  return a.count >= 3 && a.flags > 0;
}

/** Three commands or more that are set apart as people write them: `a | b | c`, `a && b && c`, `a; b; c`. */
function isChain(text: string, from: number): boolean {
  const near = text.slice(from, from + 1024);
  separator.lastIndex = 0;
  let commands = 1;
  for (let found = separator.exec(near); found !== null; found = separator.exec(near))
    if (posixBinaries.has(found[1]!) && ++commands > 2) return true;
  return false;
}
