import { isLetter, nameEnd, skipBlank } from '../text/characters.ts';
import { jsonString } from '../views/json-string.ts';
import { BAD, COLON_MARK, END, GraphqlLexer, NAME, STRING } from './lexer.ts';

/** Takes one string of a document, with the argument or the field of an input object that it is given to; '' for none. */
export type TakeString = (name: string, value: string) => void;

/** True for a text that begins as a document does (GraphQL 2.2): with an operation, a fragment or a selection. */
export function looksLikeGraphql(text: string): boolean {
  let at = 0;
  for (;;) {
    const c = text.charCodeAt(at);
    if (c === 35) {
      const line = text.indexOf('\n', at);
      if (line < 0) return false;
      at = line + 1;
    } else if (c <= 32 || c === 44 || c === 0xfeff) at++;
    else break;
  }
  const c = text.charCodeAt(at);
  if (c === 123) {
    at++;
    while (text.charCodeAt(at) <= 32) at++;
    const next = text.charCodeAt(at);
    if (!isLetter(next) && next !== 95) return text.startsWith('...', at);
    // `{job="api"}` selects what was measured: behind a field there is neither a sign nor a semicolon.
    at = skipBlank(text, nameEnd(text, at));
    return !'=!~<>+;|'.includes(text[at] ?? ' ');
  }
  for (const word of beginnings) {
    if (!text.startsWith(word, at)) continue;
    at += word.length;
    const next = text.charCodeAt(at);
    if (next === 123 || next === 40 || next === 64) return true;
    while (text.charCodeAt(at) <= 32) at++;
    const then = text.charCodeAt(at);
    return !isLetter(next) && (isLetter(then) || then === 95 || then === 123 || then === 40 || then === 64);
  }
  return false;
}

const beginnings = ['query', 'mutation', 'subscription', 'fragment'];

/**
 * Hands over every string of a document as its resolvers get it, escapes undone (GraphQL 2.9.4), and gives the document
 * with its strings empty; null where it is none from its beginning to its end. Linear; never throws.
 */
export function graphqlStrings(text: string, take: TakeString): string | null {
  const lexer = new GraphqlLexer(text);
  let name = '';
  let last = '';
  let bare = '';
  let from = 0;
  let depth = 0;
  let opened = false;
  let whole = true;
  for (let kind = lexer.next(); kind !== END; kind = lexer.next()) {
    if (kind === NAME) last = lexer.word();
    else if (kind === COLON_MARK) name = last;
    else if (kind === STRING) {
      const literal = lexer.word();
      take(name, inside(literal));
      whole &&= literal.length > 1 && literal.endsWith('"');
      bare += `${text.slice(from, lexer.from)}""`;
      from = lexer.to;
    } else if (kind === BAD) whole = false;
    else if (kind === 123) {
      depth++;
      opened = true;
    } else if (kind === 125) whole &&= --depth >= 0;
  }
  return whole && opened && depth === 0 ? bare + text.slice(from) : null;
}

function inside(literal: string): string {
  if (literal.startsWith('"""')) {
    const end = literal.length > 5 && literal.endsWith('"""') ? literal.length - 3 : literal.length;
    return literal.slice(3, end).replaceAll('\\"""', '"""');
  }
  const end = literal.length > 1 && literal.endsWith('"') ? literal.length - 1 : literal.length;
  return jsonString(literal, 1, end);
}
