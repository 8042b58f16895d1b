import { unescape as decode } from 'node:querystring';

/**
 * The parameters of a query, decoded: names and values in turn. `;` parts them as `&` does, `+` is a space,
 * and what is not well encoded is kept as far as it can be read ("Amazon API Gateway important notes").
 */
export function parseQuery(query: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < query.length) {
    let end = at;
    let equals = -1;
    for (; end < query.length; end++) {
      const c = query.charCodeAt(end);
      if (c === 38 || c === 59) break;
      if (c === 61 && equals < 0) equals = end;
    }
    if (end > at) {
      found.push(
        decodeText(query.slice(at, equals < 0 ? end : equals)),
        equals < 0 ? '' : decodeText(query.slice(equals + 1, end)),
      );
    }
    at = end + 1;
  }
  return found;
}

function decodeText(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decode(spaced) : spaced;
}
