import { K } from './token.ts';

/** Marks that are one token whatever follows them. */
const single = new Uint8Array(128);
for (const [mark, kind] of [
  ['(', K.LEFT],
  [')', K.RIGHT],
  [',', K.COMMA],
  [';', K.SEMICOLON],
  ['.', K.DOT],
  ['[', K.LEFT_BRACKET],
  [']', K.RIGHT_BRACKET],
  ['{', K.LEFT_BRACE],
  ['}', K.RIGHT_BRACE],
  ['+', K.ARITHMETIC],
  ['%', K.ARITHMETIC],
  ['/', K.ARITHMETIC],
] as const)
  single[mark.charCodeAt(0)] = kind;

/**
 * The operator or punctuation mark of any dialect at a place, as its kind with its length in the bits above the
 * eighth; `operand` when the grammar waits for one, where a sign can only stand before it.
 */
export function symbol(text: string, at: number, operand: boolean): number {
  const c = text.charCodeAt(at);
  const alone = single[c];
  if (alone) return alone | 256;
  const d = text.charCodeAt(at + 1);
  let length = 1;
  let kind: number = K.OTHER;
  switch (c) {
    case 42:
      kind = K.ARITHMETIC;
      if (d === 42) length = 2;
      break;
    case 94:
      // PostgreSQL's ^@: begins with.
      kind = d === 61 || (d === 64 && !operand) ? K.COMPARE : K.ARITHMETIC;
      length = kind === K.COMPARE ? 2 : 1;
      break;
    case 45:
      kind = K.ARITHMETIC;
      if (d === 62 && !operand) length = text.charCodeAt(at + 2) === 62 ? 3 : 2;
      break;
    case 35:
      kind = K.ARITHMETIC;
      length = text.charCodeAt(at + 2) === 62 ? 3 : 2;
      break;
    case 124:
      kind = d === 124 ? K.PIPES : K.ARITHMETIC;
      length = d === 124 ? 2 : 1;
      // PostgreSQL's |/ and ||/: roots.
      if (operand && text.charCodeAt(at + length) === 47) {
        kind = K.UNARY;
        length++;
      }
      break;
    case 38:
      kind = d === 38 ? K.LOGIC : K.ARITHMETIC;
      length = d === 38 ? 2 : 1;
      break;
    case 33:
    case 126:
      kind = operand ? K.NOT : K.COMPARE;
      if (!operand) length = comparison(text, at + 1);
      break;
    case 58:
      kind = d === 58 ? K.CAST : d === 61 ? K.COMPARE : K.OTHER;
      length = 2;
      break;
    case 60:
    case 62:
      kind = d === c ? K.ARITHMETIC : K.COMPARE;
      length = d === c ? 2 : comparison(text, at + 1);
      break;
    case 61:
      kind = K.COMPARE;
      length = comparison(text, at + 1);
      break;
    case 64:
    case 63:
      // PostgreSQL's @>, @@, @?, ?|, ?& and ?.
      kind = (c === 63 && !asks(text, at)) || d === 62 || d === 64 || d === 63 ? K.COMPARE : K.OTHER;
      length = d === 62 || d === 64 || d === 63 || d === 124 || d === 38 ? 2 : 1;
      break;
    default:
  }
  return kind | (length << 8);
}

/** A question mark that ends a sentence: nothing stands before it, and a blank behind. */
const asks = (text: string, at: number): boolean =>
  text.charCodeAt(at - 1) !== 32 && text.charCodeAt(at + 1) === 32;

/** The length of a comparison's sign of which one character is read. */
function comparison(text: string, at: number): number {
  let length = 1;
  for (; length < 4; length++, at++) {
    const c = text.charCodeAt(at);
    if (c !== 61 && c !== 62 && c !== 60 && c !== 126 && c !== 42 && c !== 64) break;
    // A star or an at sign belongs to the sign only behind a tilde, or after `<`.
    const before = text.charCodeAt(at - 1);
    if (c === 42 && before !== 126) break;
    if (c === 64 && (before !== 60 || text.charCodeAt(at + 1) === 64)) break;
  }
  return length;
}
