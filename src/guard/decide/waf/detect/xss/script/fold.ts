import { MARK, NUMBER, PATTERN, STRING, TEMPLATE, type Token } from './lexer.ts';

const most = 64;

/** The string that an expression of constants gives (`'al' + 'ert'`, `/al/.source + "ert"`); null for any other. */
export function fold(tokens: readonly Token[], from: number, to: number): string | null {
  let out = '';
  let any = false;
  for (let i = from; i < to; i++) {
    if (i - from > most) return null;
    const { kind, text } = tokens[i]!;
    if (kind === STRING || kind === PATTERN || kind === NUMBER || (kind === TEMPLATE && text !== '${')) {
      out += text;
      any = true;
    } else if (kind === MARK && (text === '+' || text === '(' || text === ')' || text === ',')) {
      if (text === ',') out = '';
    } else if (kind === MARK && text === '.' && tokens[i + 1]?.text === 'source') i++;
    else return null;
  }
  return any ? out : null;
}
