import { isBlank, isDigit, isLetter, isName, stringEnd, unescaped } from '../text/characters.ts';

export const NUMBER = 1;
export const STRING = 2;
export const NAME = 3;
export const MARK = 4;

/** One token of an expression: of a string its value, of a mark the character. */
export interface Token {
  readonly kind: number;
  readonly text: string;
}

// The tokens of one character, each made once.
const one = (kind: (c: number) => number): readonly Token[] =>
  Array.from({ length: 128 }, (_, c) => ({ kind: kind(c), text: String.fromCharCode(c) }));
const marks = one(() => MARK);
const short = one((c) => (isDigit(c) ? NUMBER : NAME));

/** An expression taken apart, and where it ended. */
export interface Expression {
  readonly tokens: readonly Token[];
  /** Behind its closing delimiter, or where reading stopped. */
  readonly end: number;
  readonly closed: boolean;
}

const mostTokens = 200;
const longest = 4096;

/**
 * Takes apart the expression that begins at `at`, up to the delimiter `closer` outside its own brackets and
 * strings. Reads at most 200 tokens and 4 096 characters. Without `quotes`, those are marks like others.
 */
export function readExpression(
  text: string,
  at: number,
  closer: string,
  quotes = true,
  most = mostTokens,
): Expression {
  const stop = Math.min(text.length, at + longest);
  const tokens: Token[] = [];
  const first = closer.charCodeAt(0);
  let count = 0;
  let depth = 0;
  let unclosed = '';
  let i = at;
  while (i < stop && count < most) {
    const c = text.charCodeAt(i);
    const what = c < 128 ? classes[c]! : classOf(c);
    if (what === BLANK) {
      i++;
      continue;
    }
    if (c === first && depth <= 0 && text.startsWith(closer, i))
      return { tokens, end: i + closer.length, closed: true };
    if (what === WORD) {
      const end = wordEnd(text, i, stop, c);
      tokens[count++] = end === i + 1 && c < 128 ? short[c]! : { kind: wordKind, text: text.slice(i, end) };
      i = end;
      continue;
    }
    if (what === QUOTE && quotes) {
      // Where one is not closed, no later one is: the same escapes stand before what could close it.
      const end = unclosed.includes(text[i]!) ? -1 : stringEnd(text, i, stop);
      if (end >= 0) {
        tokens[count++] = { kind: STRING, text: unescaped(text.slice(i + 1, end - 1)) };
        i = end;
        continue;
      }
      unclosed += text[i]!;
    } else if (what === OPENS) depth++;
    else if (what === CLOSES) depth--;
    tokens[count++] = c < 128 ? marks[c]! : { kind: MARK, text: text[i]! };
    i++;
  }
  return { tokens, end: i, closed: false };
}

// What a character is to whoever reads tokens; 0 for a mark like others.
const BLANK = 1;
const WORD = 2;
const QUOTE = 3;
const OPENS = 4;
const CLOSES = 5;

const classOf = (c: number): number =>
  isBlank(c)
    ? BLANK
    : isName(c) || c === 36
      ? WORD
      : c === 39 || c === 34 || c === 96
        ? QUOTE
        : c === 40 || c === 91 || c === 123
          ? OPENS
          : c === 41 || c === 93 || c === 125
            ? CLOSES
            : 0;
const classes = Uint8Array.from({ length: 128 }, (_, c) => classOf(c));

// Of the word that was read last; beside its end, so that nothing is allocated.
let wordKind = NAME;

/** Behind the name or number that begins at `at` with `c`. */
function wordEnd(text: string, at: number, stop: number, c: number): number {
  let i = at + 1;
  wordKind = NAME;
  if (c >= 48 && c <= 57) {
    while (i < stop && isNumeral(text, i)) i++;
    if (i >= stop || !isName(text.charCodeAt(i))) {
      wordKind = NUMBER;
      return i;
    }
  }
  // A number goes on as a name without `$`.
  const dollar = c >= 48 && c <= 57 ? -1 : 36;
  for (; i < stop; i++) {
    const d = text.charCodeAt(i);
    if (d === dollar) continue;
    if (d < 128 ? classes[d] !== WORD || d === 36 : !isName(d)) break;
  }
  return i;
}

function isNumeral(text: string, i: number): boolean {
  const c = text.charCodeAt(i);
  if (isDigit(c)) return true;
  if (c === 46) return isDigit(text.charCodeAt(i + 1));
  // Hexadecimal, and Java's and C#'s suffixes.
  return isLetter(c) && text.charCodeAt(i - 1) === 48 && (c | 32) === 120;
}

/** True when the token at `i` is that mark. */
export const markAt = (tokens: readonly Token[], i: number, mark: string): boolean => {
  const token = tokens[i];
  return token !== undefined && token.kind === MARK && token.text === mark;
};

/** The kind of the token at `i`; 0 when there is none. */
export const kindAt = (tokens: readonly Token[], i: number): number => tokens[i]?.kind ?? 0;

/** The text of the token at `i`; '' when there is none. */
export const textAt = (tokens: readonly Token[], i: number): string => tokens[i]?.text ?? '';
