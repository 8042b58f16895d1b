import { type Bounds, type Outcome, type Take, bounds as usual } from './part.ts';
import { urlDecoded } from './url.ts';
import { utf8Read } from './utf8.ts';

/**
 * The names and values of a `Cookie` header (RFC 6265 4.2.1), without the quotes around them. Percent-encoding is undone
 * once, as most frameworks do.
 */
export function cookiePairs(header: string, take: Take, bounds: Bounds = usual): Outcome {
  let left = bounds.parts;
  for (let from = 0; from < header.length; ) {
    if (left <= 0) {
      take('', utf8Read(header.slice(from), false), 'rest');
      return 'truncated';
    }
    let to = header.indexOf(';', from);
    if (to < 0) to = header.length;
    let first = from;
    while (first < to && isBlank(header.charCodeAt(first))) first++;
    let last = to;
    while (last > first && isBlank(header.charCodeAt(last - 1))) last--;
    if (last > first) {
      let equals = first;
      while (equals < last && header.charCodeAt(equals) !== 61) equals++;
      const name = urlDecoded(header.slice(first, equals), false);
      if (name !== '') {
        take(name, name, 'cookie-name');
        left--;
      }
      let begin = equals + 1;
      if (
        begin < last &&
        header.charCodeAt(begin) === 34 &&
        header.charCodeAt(last - 1) === 34 &&
        last - begin > 1
      ) {
        begin++;
        last--;
        // Python reads `\"` and `\101` within quotes as `"` and `A`.
        const plain = unquoted(header, begin, last);
        if (plain !== null) {
          take(name, urlDecoded(plain, false), 'cookie');
          left--;
        }
      }
      if (begin < last) {
        take(name, urlDecoded(header.slice(begin, last), false), 'cookie');
        left--;
      }
    }
    from = to + 1;
  }
  return 'whole';
}

/** A quoted text without the backslashes of its quoted pairs (RFC 2109 4.1, RFC 2616 2.2); null when it has none. */
function unquoted(text: string, from: number, to: number): string | null {
  const at = text.indexOf('\\', from);
  if (at < 0 || at >= to) return null;
  return text
    .slice(from, to)
    .replace(/\\(?:([0-3][0-7][0-7])|(.))/g, (_, octal: string | undefined, plain: string) =>
      octal === undefined ? plain : String.fromCharCode(Number.parseInt(octal, 8)),
    );
}

const isBlank = (c: number): boolean => c === 32 || c === 9;

/**
 * The segments of a path, and the matrix parameters in them (`/cars;colour=red/7`, RFC 3986 3.3), percent-encoding
 * undone once.
 */
export function pathSegments(path: string, take: Take, bounds: Bounds = usual): Outcome {
  let left = bounds.parts;
  let name = '';
  // What begins at `from` is a segment, the name of a parameter, or its value.
  let what = 0;
  for (let from = 0, to = 0; to <= path.length; to++) {
    const c = to < path.length ? path.charCodeAt(to) : 47;
    if (c !== 47 && c !== 59 && !(c === 61 && what === 1)) continue;
    if (left <= 0) {
      take('', urlDecoded(path.slice(from), false), 'rest');
      return 'truncated';
    }
    const text = urlDecoded(path.slice(from, to), false);
    if (what === 1) name = text;
    if (text !== '') {
      take(what === 0 ? '' : what === 1 ? text : name, text, kinds[what]!);
      left--;
      if (what === 0 && /[=(]/.test(text)) left -= within(text, take);
    }
    what = c === 47 ? 0 : c === 59 ? 1 : 2;
    from = to + 1;
  }
  return 'whole';
}

/**
 * The value of a segment that gives it a name (`/id=7`), and that of a key (OData 4.01 URL 4.3.1): `/Items('a')`,
 * `/Items(name='a')`. Gives how many.
 */
function within(segment: string, take: Take): number {
  const key = /^\w{1,64}\((.*)\)$/s.exec(segment)?.[1];
  if (key !== undefined) {
    const [, name = '', quoted, plain = ''] = /^(?:(\w{1,64})=)?(?:'(.*)'|(.*))$/s.exec(key)!;
    take(name, quoted?.replaceAll("''", "'") ?? plain, 'matrix');
    return 1;
  }
  const equals = /^[\w.-]{1,64}=/.exec(segment);
  if (equals === null || equals[0].length === segment.length) return 0;
  take(equals[0].slice(0, -1), segment.slice(equals[0].length), 'matrix');
  return 1;
}

const kinds = ['segment', 'matrix-name', 'matrix'] as const;
