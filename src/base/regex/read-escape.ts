import { PatternRefused } from './syntax.ts';

const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

const refused: Readonly<Record<string, string>> = {
  C: 'a single byte by \\C',
  G: 'the start of the match by \\G',
  K: 'resetting the match by \\K',
  R: '\\R',
  g: 'back-references and subroutines',
  k: 'back-references',
};

/** What asks for characters beyond ASCII, which takes more than one byte. */
const beyondBytes: Readonly<Record<string, string>> = {
  N: 'characters by name and \\N are not possible',
  P: 'Unicode properties are not possible',
  p: 'Unicode properties are not possible',
  X: 'extended characters by \\X are not possible',
};

/** Reads the escape whose letter stands at `at`, of one byte; `end` is behind it. */
export function escaped(
  pattern: string,
  at: number,
  within: 'class' | 'pattern',
): { byte: number; end: number } {
  const letter = pattern[at];
  if (letter === undefined) throw new PatternRefused('it ends with a backslash');
  const control = controls[letter];
  if (control !== undefined) return { byte: control, end: at + 1 };
  if (letter === 'x') return hexadecimal(pattern, at + 1);
  if (letter === 'c') return { byte: pattern.toUpperCase().charCodeAt(at + 1) ^ 64, end: at + 2 };
  if (letter === 'o') return octal(/^\{([0-7]+)\}/.exec(pattern.slice(at + 1)), at + 1);
  if (letter === '0') return octal(/^([0-7]{1,3})/.exec(pattern.slice(at)), at);
  if (/[1-9]/.test(letter)) {
    const digits = /^[0-7]{1,3}/.exec(pattern.slice(at));
    if (digits === null || (within === 'pattern' && digits[0].length < 3))
      throw new PatternRefused('back-references are not possible, as in AWS WAF');
    return octal(/^([0-7]{1,3})/.exec(pattern.slice(at)), at);
  }
  if (Object.hasOwn(refused, letter))
    throw new PatternRefused(
      `${refused[letter]} are not possible, as in AWS WAF`.replace(/(by \\\w) are/, '$1 is'),
    );
  if (Object.hasOwn(beyondBytes, letter))
    throw new PatternRefused(`${beyondBytes[letter]}: patterns look at bytes; [a-zA-Z] stands for letters`);
  if (/[a-zA-Z]/.test(letter)) throw new PatternRefused(`there is no escape \\${letter}`);
  return { byte: letter.charCodeAt(0), end: at + 1 };
}

function hexadecimal(pattern: string, at: number): { byte: number; end: number } {
  const braced = /^\{([0-9a-fA-F]{1,8})\}/.exec(pattern.slice(at));
  if (braced !== null) return byteOf(Number.parseInt(braced[1]!, 16), at + braced[0].length);
  const digits = /^[0-9a-fA-F]{0,2}/.exec(pattern.slice(at))![0];
  return byteOf(digits === '' ? 0 : Number.parseInt(digits, 16), at + digits.length);
}

function octal(found: RegExpExecArray | null, at: number): { byte: number; end: number } {
  if (found === null) throw new PatternRefused('\\o must be followed by octal digits in braces');
  return byteOf(Number.parseInt(found[1]!, 8), at + found[0].length);
}

function byteOf(code: number, end: number): { byte: number; end: number } {
  if (code > 255)
    throw new PatternRefused(
      'patterns look at bytes: a code beyond \\xff must be written as the bytes of UTF-8',
    );
  return { byte: code, end };
}
