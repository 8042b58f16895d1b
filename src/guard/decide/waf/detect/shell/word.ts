import { Next, within } from '../within.ts';

/** Something was put into the word that only a shell takes out again: quotes, backslashes, empty variables. */
export const BROKEN = 1;
/** Holds a variable or a substitution whose value is not known. */
export const VARIABLE = 2;
/** Holds `?`, `*` or `[…]` outside quotes. */
export const GLOB = 4;
/** Ended, or begun, by `$IFS`. */
export const IFS = 8;
/** The whole word stands in quotes. */
const QUOTED = 16;
/** A caret stands in it, as cmd.exe takes it out. */
export const CARET = 32;
/** The first element of a brace expansion: `{cat,/etc/passwd}`. */
export const BRACE = 64;

/** One word as a POSIX shell would read it: quotes, escapes and known variables are gone from `cooked`. */
export interface Word {
  cooked: string;
  from: number;
  /** Behind its last character. */
  end: number;
  flags: number;
}

export const newWord = (): Word => ({ cooked: '', from: 0, end: 0, flags: 0 });

const longest = 256;

const breaks = new Uint8Array(128);
for (const c of ' \t\n\r;|&<>()`\0') breaks[c.charCodeAt(0)] = 1;
const plain = new Uint8Array(128);
for (let c = 33; c < 127; c++)
  plain[c] = breaks[c] === 1 || '\'"\\$?*[^{'.includes(String.fromCharCode(c)) ? 0 : 1;

/** True where a word ends. */
export const isBreak = (c: number): boolean => c < 128 && breaks[c] === 1;

const isName = (c: number): boolean =>
  (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;

/**
 * Where the words begin again: behind blanks, `$IFS`, `${IFS}` and the `$9` that often follows; behind `most` of them
 * when there are more.
 */
export function skipBlanks(
  text: string,
  at: number,
  word: Word | null = null,
  most = Number.POSITIVE_INFINITY,
): number {
  for (; most > 0; most--) {
    const c = text.charCodeAt(at);
    if (c === 32 || c === 9) at++;
    else if (c === 92 && text.charCodeAt(at + 1) === 10) at += 2;
    else if (c === 36) {
      const after = behindIfs(text, at);
      if (after < 0) return at;
      if (word) word.flags |= IFS;
      at = after;
    } else return at;
  }
  return at;
}

function behindIfs(text: string, at: number): number {
  let end: number;
  if (text.startsWith('$IFS', at)) {
    end = at + 4;
    if (isName(text.charCodeAt(end))) return -1;
  } else if (text.startsWith('${IFS', at)) {
    end = within(text, '}', at, at + 24) + 1;
    if (end === 0) return -1;
  } else return -1;
  while (text.charCodeAt(end) === 36) {
    const c = text.charCodeAt(end + 1);
    if (!((c >= 48 && c <= 57) || c === 64 || c === 42)) break;
    end += 2;
  }
  return end;
}

/**
 * Reads the word at `at`, no further than `most` characters, 256 unless told; where it `stretches`, those that stand for
 * nothing (`''`, `$@`, `/./`) are not counted.
 *
 * In command position (`command`) a quote that encloses blanks or has no partner is taken for the end of the
 * string the value was put into, so that `'; id'` reads as `id`.
 */
export function readWord(
  text: string,
  at: number,
  word: Word,
  command: boolean,
  known: ReadonlyMap<string, string> | null = null,
  most = longest,
  stretches = false,
): void {
  const start = at;
  let stop = Math.min(text.length, at + most);
  word.from = at;
  word.flags = 0;
  let cooked = '';
  let from = at;
  let bare = 0;
  let quoted = 0;
  while (at < stop) {
    const c = text.charCodeAt(at);
    if (c >= 128 || plain[c] === 1) {
      if (stretches && c === 47) stop = further(text, stop, idleSlash(text, at));
      at++;
      bare++;
      continue;
    }
    if (breaks[c] === 1) {
      // An empty substitution inside a word is another way to break it.
      const next = text.charCodeAt(at + 1);
      if (c !== 96 || next !== 96 || !isName(text.charCodeAt(at + 2)) || bare === 0) break;
      cooked += text.slice(from, at);
      at += 2;
      from = at;
      word.flags |= BROKEN;
      continue;
    }
    if (c === 63 || c === 42 || c === 91) {
      word.flags |= GLOB;
      at++;
      bare++;
      continue;
    }
    if (c === 123) {
      const comma = at === start && command ? braceComma(text, at) : -1;
      if (comma > 0) {
        word.flags |= BRACE;
        cooked = text.slice(at + 1, comma);
        at = from = comma + 1;
        break;
      }
      at++;
      bare++;
      continue;
    }
    cooked += text.slice(from, at);
    if (c === 94) {
      if (bare > 0) word.flags |= CARET;
      at++;
    } else if (c === 92) {
      if (bare > 0 && isName(text.charCodeAt(at + 1))) word.flags |= BROKEN;
      const next = text.charCodeAt(at + 1);
      if (stretches && next === 10) stop = further(text, stop, 2);
      if (next !== 10 && at + 1 < stop) cooked += text[at + 1];
      at = Math.min(at + 2, stop);
      bare++;
    } else if (c === 36) {
      const after = behindIfs(text, at);
      if (after >= 0) {
        word.flags |= IFS;
        from = at;
        break;
      }
      const behind = readDollar(text, at, stop, word, known);
      if (behind < 0) {
        from = at;
        break;
      }
      if (stretches && expanded === '' && isIdle(text, at + 2, behind - 1))
        stop = further(text, stop, behind - at);
      at = behind;
      // Values may be made of values: a word stays as long as one can be that is written out.
      if (cooked.length < longest) cooked += expanded;
      if (expanded === '' && at === text.length && command) word.flags |= VARIABLE;
    } else {
      const close = closing(text, at, stop, c, command);
      if (close < 0) {
        if (quoted === 0 || !isName(text.charCodeAt(at + 1))) {
          if (bare + quoted === 0) {
            at++;
            from = at;
            continue;
          }
          from = at;
          break;
        }
        at++;
        quoted++;
      } else {
        cooked += text.slice(at + 1, close);
        if (stretches && close === at + 1) stop = further(text, stop, 2);
        at = close + 1;
        quoted++;
      }
    }
    from = at;
  }
  word.cooked = from === start ? text.slice(start, at) : cooked + text.slice(from, at);
  word.end = at;
  if (quoted > 0) word.flags |= bare > 0 || quoted > 1 ? BROKEN : QUOTED;
}

const further = (text: string, stop: number, by: number): number => Math.min(text.length, stop + by);

/** Nothing in a variable or a substitution begins a command of its own, which would be read as far again. */
function isIdle(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isBreak(text.charCodeAt(i))) return false;
  return true;
}

/** How many characters of a path at the slash lead nowhere: `//`, `/./`. */
function idleSlash(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === 47) return 1;
  return text.charCodeAt(at + 1) === 46 && text.charCodeAt(at + 2) === 47 ? 2 : 0;
}

function closing(text: string, at: number, stop: number, quote: number, command: boolean): number {
  for (let i = at + 1; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i;
    if (command && c < 128 && breaks[c] === 1) return -1;
  }
  return -1;
}

function braceComma(text: string, at: number): number {
  let comma = -1;
  const stop = Math.min(text.length, at + 128);
  for (let i = at + 1; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === 44 && comma < 0) comma = i;
    else if (c === 125) return comma > at + 1 ? comma : -1;
    else if (c < 128 && breaks[c] === 1) return -1;
  }
  return -1;
}

// What the last `readDollar` gave; beside its result, so that nothing is allocated.
let expanded = '';
const brace = new Next((text, from, to) => within(text, '}', from, to));

function readDollar(
  text: string,
  at: number,
  stop: number,
  word: Word,
  known: ReadonlyMap<string, string> | null,
): number {
  expanded = '';
  const c = text.charCodeAt(at + 1);
  if (c === 39) {
    const close = within(text, "'", at + 2, stop);
    if (close > 0 && close < stop) {
      expanded = ansi(text.slice(at + 2, close));
      word.flags |= BROKEN;
      return close + 1;
    }
    return at + 1;
  }
  if (c === 40) {
    // `$()` and `$(…)` inside a word; what it gives is not known, where it ends is.
    const sum = text.charCodeAt(at + 2) === 40;
    let close = sum ? at + 3 : at + 2;
    while (close < at + 64 && !'()'.includes(text[close] ?? ')')) close++;
    // One inside another: what it gives is the inner one's matter.
    if (text.charCodeAt(close) !== 41) return -1;
    if (sum && text.charCodeAt(close + 1) === 41) close++;
    if (close === at + 2) word.flags |= BROKEN;
    word.flags |= VARIABLE;
    return close < stop ? close + 1 : -1;
  }
  if (c === 123) {
    const close = brace.within(text, at, stop);
    if (close < 0) return at + 2;
    word.flags |= VARIABLE;
    const inner = text.slice(at + 2, close);
    // `${PATH:0:1}` and its like are a well-known way to write a slash.
    if (
      inner.endsWith(':0:1}') ||
      inner.endsWith(':0:1') ||
      inner.endsWith('%%u*') ||
      inner.endsWith('##*u')
    ) {
      word.flags |= BROKEN;
      expanded = '/';
    } else expanded = known?.get(inner) ?? '';
    if (inner === '' || !isName(inner.charCodeAt(0))) word.flags |= BROKEN;
    return close + 1;
  }
  if (!isName(c)) {
    // `$$`, `$#` and `$?` are numbers in every shell: `$$date` calls no `date`.
    if (c === 36 || c === 35 || c === 63) {
      word.flags |= VARIABLE;
      expanded = '0';
      return at + 2;
    }
    if (c === 64 || c === 42 || c === 33 || c === 45) {
      word.flags |= VARIABLE | BROKEN;
      return at + 2;
    }
    expanded = '$';
    return at + 1;
  }
  word.flags |= VARIABLE;
  if (c >= 48 && c <= 57) {
    word.flags |= BROKEN;
    return at + 2;
  }
  let end = at + 2;
  while (end < stop && isName(text.charCodeAt(end))) end++;
  expanded = known?.get(text.slice(at + 1, end)) ?? '';
  return end;
}

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  e: '\x1b',
  '\\': '\\',
  "'": "'",
};

/** What `$'…'` stands for: `\x63`, `\143`, `\u0063` and the short forms. */
function ansi(inner: string): string {
  let out = '';
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] !== '\\') {
      out += inner[i];
      continue;
    }
    const kind = inner[++i] ?? '';
    const hex = kind === 'x' ? 2 : kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
    const radix = hex > 0 ? 16 : 8;
    const first = hex > 0 ? i + 1 : i;
    let end = first;
    while (end < first + (hex > 0 ? hex : 3) && Number.parseInt(inner[end] ?? '', radix) >= 0) end++;
    if (end > first) {
      const code = Number.parseInt(inner.slice(first, end), radix);
      out += code <= 0x10ffff ? String.fromCodePoint(code) : '';
      i = end - 1;
    } else out += simple[kind] ?? kind;
  }
  return out;
}
