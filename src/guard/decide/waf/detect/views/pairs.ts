import { type Bounds, type Outcome, type Take, bounds as usual, type Where } from './part.ts';
import { urlDecoded } from './url.ts';

/**
 * The names and values of a query, percent-encoding undone once and `+` read as a space. With `semicolon`, a `;`
 * parts them as an `&` does; without, what a `;` seems to part is handed over both ways.
 */
export function queryPairs(query: string, take: Take, semicolon = false, bounds: Bounds = usual): Outcome {
  return pairs(query, 'query', 'query-name', semicolon, bounds, take);
}

/** The same of a body of `application/x-www-form-urlencoded` (WHATWG URL 5.1). */
export function formPairs(body: string, take: Take, semicolon = false, bounds: Bounds = usual): Outcome {
  return pairs(body, 'form', 'form-name', semicolon, bounds, take);
}

/** Few servers part so, and take more: a thousand names and values; what stands behind is looked at as one. */
const mostBySemicolon = 2_048;

function pairs(
  text: string,
  value: Where,
  name: Where,
  semicolon: boolean,
  bounds: Bounds,
  take: Take,
): Outcome {
  let left = bounds.parts;
  let outcome: Outcome = 'whole';
  for (let from = 0; from < text.length; ) {
    if (left <= 0) {
      take('', urlDecoded(text.slice(from), true), 'rest');
      return 'truncated';
    }
    let equals = -1;
    let parted = -1;
    let to = from;
    for (; to < text.length; to++) {
      const c = text.charCodeAt(to);
      if (c === 38 || (semicolon && c === 59)) break;
      if (c === 61 && equals < 0) equals = to;
      else if (c === 59 && equals >= 0 && parted < 0) parted = to;
    }
    if (to > from) {
      const named = urlDecoded(text.slice(from, equals < 0 ? to : equals), true);
      if (named !== '') {
        take(named, named, name);
        left--;
        if (named.includes('[')) left -= keysWithin(named, name, take);
      }
      if (equals >= 0 && equals + 1 < to) {
        take(named, urlDecoded(text.slice(equals + 1, to), true), value);
        left--;
      }
    }
    // Not every server takes `a=1;b=2` for one value.
    if (parted > 0 && text.indexOf('=', parted) > 0 && text.indexOf('=', parted) < to) {
      const within = { ...bounds, parts: Math.min(left, mostBySemicolon) };
      const inner = pairs(text.slice(from, to), value, name, true, within, (of, part, where) => {
        left--;
        // What is left of it was handed over as a part of the whole.
        if (where !== 'rest' || left <= 0) take(of, part, where);
      });
      // What is left of the text is handed over by the next round, as one.
      if (inner === 'truncated') outcome = inner;
    }
    from = to + 1;
  }
  return outcome;
}

/** Keys within brackets that are looked at. */
const mostKeys = 8;

/** The keys of `a[b][c]` that are more than a word: frameworks make members of objects of them. Gives how many. */
function keysWithin(named: string, where: Where, take: Take): number {
  let found = 0;
  for (let open = named.indexOf('['); open >= 0 && found < mostKeys; ) {
    const close = named.indexOf(']', open);
    if (close < 0) break;
    const key = named.slice(open + 1, close);
    if (!/^[\w$.:@!-]*$/.test(key)) {
      take(named, key, where);
      found++;
    }
    open = named.indexOf('[', close);
  }
  return found;
}
