import { BROKEN, END, Lexer, MARK, NAME, NUMBER, PATTERN, STRING, TEMPLATE, type Token } from './lexer.ts';

/** What could be read as JavaScript from one place on. */
export interface Program {
  readonly tokens: readonly Token[];
  /** False when a token came where none of its kind can stand: no browser runs any of it. */
  readonly valid: boolean;
}

const most = 16_384;
const spread: Readonly<Record<string, number>> = table('in of instanceof extends', 1);
const prefixes = table(
  'return throw typeof void delete new await yield else do case var let const try finally export break continue default',
  1,
);
const controls = table('if while for with switch catch', 1);
const contextual = table('async static get set let of from as', 1);

/**
 * Reads JavaScript until its end or its first error. Only what decides whether two tokens may stand side by
 * side is checked (ECMA-262 12.10 for the semicolons left out); whatever passes here and not in a browser costs
 * a closer look, and nothing that runs fails here.
 */
export function parse(text: string, from: number, afterOperand: boolean): Program {
  const lexer = new Lexer(text, from);
  const tokens: Token[] = [];
  const open: number[] = [];
  let operand = afterOperand;
  let loose = false;
  let control = false;
  let naming = false;
  let previous: Token | null = null;
  while (tokens.length < most) {
    const token = lexer.next(operand);
    const { kind, text: word } = token;
    if (kind === END) return stopped(tokens, true);
    if (kind === BROKEN) return stopped(tokens, false);
    const index = tokens.length;
    const before: string = previous === null ? '' : previous.kind === MARK ? previous.text : '';
    const apart = loose || token.line;
    const wasControl: boolean = control;
    loose = false;
    control = false;
    if (kind === MARK) {
      if (before === '.' && word !== '#') return stopped(tokens, false);
      switch (word) {
        case '(':
        case '[':
          open.push(index);
          token.pair = word === '(' && wasControl ? -2 : -1;
          operand = false;
          break;
        case '{':
          if (operand && !apart && !naming && before !== ')' && previous?.text !== 'import')
            return stopped(tokens, false);
          naming = false;
          open.push(index);
          operand = false;
          break;
        case ')':
        case ']':
        case '}':
        case '$}':
        case '$}${': {
          const partner = open.pop();
          if (partner === undefined) {
            if (!afterOperand && !operand && before !== ';' && index > 0) return stopped(tokens, false);
            operand = true;
            loose = word === '}';
            break;
          }
          const opener = tokens[partner]!;
          if (!fits(opener, word)) return stopped(tokens, false);
          const empty = index === partner + 1;
          if (!operand && !empty && before !== ',' && before !== ';' && word !== '}')
            return stopped(tokens, false);
          const controls = opener.pair === -2;
          opener.pair = index;
          token.pair = partner;
          operand = !controls;
          loose = word === '}';
          if (word === '$}${') {
            open.push(index);
            operand = false;
            loose = false;
          }
          break;
        }
        case ';':
          if (open.length > 0 && !inBlock(tokens, open)) return stopped(tokens, false);
          operand = false;
          break;
        case ',':
          if (!operand && before !== '[' && before !== ',') return stopped(tokens, false);
          operand = false;
          break;
        case '...':
        case '!':
        case '~':
          if (operand && !apart) return stopped(tokens, false);
          operand = false;
          break;
        case '+':
        case '-':
          operand = false;
          break;
        case '++':
          break;
        case '@':
        case '#':
          return stopped(tokens, false);
        case '*':
          if (!operand && previous?.text !== 'function' && previous?.text !== 'yield')
            return stopped(tokens, false);
          operand = false;
          break;
        case ':':
          // ECMA-262 14.5: a statement that begins with a brace is a block, so JSON alone is no program.
          if (index === 2 && !afterOperand && previous!.kind === STRING && tokens[0]!.text === '{')
            return stopped(tokens, false);
          if (!operand && previous?.text !== 'default' && before !== ')') return stopped(tokens, false);
          operand = false;
          break;
        case '.':
        case '?.':
          if (!operand) return stopped(tokens, false);
          break;
        default:
          if (!operand) return stopped(tokens, false);
          operand = false;
      }
    } else if (before === '.' || (before === '?.' && kind === NAME)) {
      if (kind !== NAME) return stopped(tokens, false);
      operand = true;
    } else if (
      kind === NAME &&
      spread[word] === 1 &&
      (operand || (word === 'extends' && previous?.text === 'class')) &&
      (word !== 'of' || inHead(tokens, open))
    ) {
      operand = false;
      naming = word === 'extends';
    } else if (kind === TEMPLATE) {
      operand = word !== '${';
      if (!operand) open.push(index);
    } else {
      if (kind === NAME && word === 'from' && operand) operand = false;
      else if (operand && !apart && !adjoins(previous, kind)) return stopped(tokens, false);
      else {
        operand = true;
        if (kind === NAME) {
          if (controls[word] === 1) {
            control = true;
            operand = false;
          } else if (word === 'function') operand = false;
          else if (word === 'class') {
            naming = true;
            operand = false;
          } else if (prefixes[word] === 1) {
            operand = false;
            // `for await (`
            control = wasControl && word === 'await';
          } else if (word === 'import') operand = false;
        } else if (kind !== NUMBER && kind !== STRING && kind !== PATTERN) return stopped(tokens, false);
      }
    }
    if (kind === NAME && word === 'import') operand = true;
    tokens.push(token);
    previous = token;
  }
  return stopped(tokens, true);
}

const stopped = (tokens: readonly Token[], valid: boolean): Program => ({ tokens, valid });

function fits(opener: Token, closer: string): boolean {
  if (closer === ')') return opener.text === '(';
  if (closer === ']') return opener.text === '[';
  if (closer === '}') return opener.text === '{';
  return opener.text === '${' || opener.text === '$}${';
}

/** Only between the parentheses of a `for` is `of` an operator. */
const inHead = (tokens: readonly Token[], open: readonly number[]): boolean =>
  open.length > 0 && tokens[open[open.length - 1]!]!.pair === -2;

/** A semicolon stands between statements, or between the parts of a `for`. */
function inBlock(tokens: readonly Token[], open: readonly number[]): boolean {
  const opener = tokens[open[open.length - 1]!]!;
  return opener.text === '{' || opener.pair === -2;
}

/** Two operands side by side: `async function`, `let x`, `import "x"`. */
function adjoins(previous: Token | null, kind: number): boolean {
  if (previous === null || previous.kind !== NAME) return false;
  return previous.text === 'import' || (kind === NAME && contextual[previous.text] === 1);
}

function table(words: string, value: number): Readonly<Record<string, number>> {
  const made: Record<string, number> = Object.create(null);
  for (const word of words.split(' ')) made[word] = value;
  return made;
}
