import { posixBinaries } from './binaries.ts';
import { cmdlets } from './powershell.ts';
import { windowsNames } from './windows.ts';

const names = [...posixBinaries.keys(), ...windowsNames, ...cmdlets];
// By their first two letters, how long they are: a bit for each length.
const pairs = new Uint32Array(26 * 26);
for (const name of names) {
  const first = (name.charCodeAt(0) | 32) - 97;
  const second = (name.charCodeAt(1) | 32) - 97;
  if (first >= 0 && first < 26 && second >= 0 && second < 26)
    pairs[first * 26 + second]! |= lengthBit(name.length);
}

const single = new Uint8Array(26);
for (const name of names) if (name.length === 1) single[name.charCodeAt(0) - 97] = 1;
const enders = new Uint8Array(128);
for (const c of ' \t\n\r;|&<>)') enders[c.charCodeAt(0)] = 1;

// By their first two characters, whatever they are.
const starts = new Uint8Array(128 * 128);
for (const name of names) starts[(name.charCodeAt(0) << 7) | name.charCodeAt(1)] = 1;

const known = new Set(names);

/**
 * False for a name or a path that is no command: of letters, digits, `-`, `_`, `.` and `/`. A cmdlet has a dash; without
 * one (`bare`) only names that are known are commands.
 */
export function mayBeCommand(text: string, bare: boolean): boolean {
  const slash = text.lastIndexOf('/');
  const first = small(text.charCodeAt(slash + 1));
  const second = small(text.charCodeAt(slash + 2));
  if (first < 128 && second < 128 && starts[(first << 7) | second] === 0) return false;
  if (!bare) return true;
  const dot = text.indexOf('.', slash + 1);
  return known.has(text.slice(slash + 1, dot < 0 ? text.length : dot).toLowerCase());
}

/**
 * False for what begins no command; most words behind a separator end here: those whose beginning, or length, no
 * command has.
 */
export function mayName(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 35) return false;
  const first = (c | 32) - 97;
  const second = (text.charCodeAt(at + 1) | 32) - 97;
  // What a shell takes out of a name stands before a letter, not before what ends a word: `\|`.
  if (c === 92 && text.charCodeAt(at + 1) > 13 && ends(text, at + 1)) return false;
  if (!(first >= 0 && first < 26)) return true;
  if (!(second >= 0 && second < 26)) return single[first] === 1 || !ends(text, at + 1);
  const lengths = pairs[first * 26 + second]!;
  let end = at + 2;
  if (lengths !== 0) {
    while (isAlphanumeric(text.charCodeAt(end)) && end - at < 32) end++;
    return (lengths & lengthBit(end - at)) !== 0 || !ends(text, end);
  }
  while ((text.charCodeAt(end) | 32) >= 97 && (text.charCodeAt(end) | 32) <= 122 && end - at < 32) end++;
  // `word=…` is an assignment, and `W\ord` or a drive something else.
  return ' .,;)!?'.includes(text[end] ?? ' ') === false;
}

/** Names of more than thirty characters share a bit. */
function lengthBit(length: number): number {
  return 1 << Math.min(length, 31);
}

function isAlphanumeric(c: number): boolean {
  return ((c | 32) >= 97 && (c | 32) <= 122) || (c >= 48 && c <= 57);
}

/** Where a word ends whatever reads it. */
const ends = (text: string, at: number): boolean => at >= text.length || enders[text.charCodeAt(at)] === 1;

const small = (c: number): number => (c >= 65 && c <= 90 ? c | 32 : c);

const shells = new Set(['SHELL', '{SHELL}', '0', '{0}', 'BASH', '{BASH}']);

/** True for the variables, without their `$`, that hold the shell itself. */
export const namesShell = (variable: string): boolean => shells.has(variable);
