import { type Exchange, listOf } from '../../../../base/exchange.ts';
import { oversize } from '../../../../base/match-detail.ts';
import { bodyParts } from '../detect/views/body.ts';
import { cookiePairs, pathSegments, queryPairs, type Take } from '../detect/views/parts.ts';
import { urlDecoded } from '../detect/views/url.ts';
import { isWholeRun } from '../detect/views/views.ts';
import {
  AMPERSAND,
  AT,
  BRACKET,
  CLOSE,
  COLON,
  classesOf,
  DASH,
  DOT,
  EQUALS,
  HASH,
  LONG_RUN,
  OTHER,
  PERCENT,
  PLUS,
  SLASH,
  UNDERSCORE,
} from './characters.ts';
import { isTag, withinHeader } from './header-values.ts';
import { ASIS } from './piece.ts';
import type { Pieces } from './pieces.ts';
import { addRepeated } from './repeated.ts';
import { UsualHeaders } from './usual-headers.ts';

/** The components by which AWS parts its managed rules; `header` is every header but `Cookie`. */
export const places = ['query', 'body', 'cookie', 'path', 'header'] as const;

export type Place = (typeof places)[number];

/** As people call them. */
export const placeName: Readonly<Record<Place, string>> = Object.freeze({
  query: 'the query',
  body: 'the body',
  cookie: 'the cookies',
  path: 'the path',
  header: 'the headers',
});

/** How a place is read: gives the pieces of a request there, and why some could not be read; '' when all could. */
type Read = (x: Exchange, to: Pieces, bodyBytes: number) => string;

const query: Read = (x, to) => {
  if (x.query === '') return '';
  const outcome = queryPairs(x.query, to.take);
  addRepeated(to);
  return outcome === 'whole' ? '' : 'more arguments than are told apart';
};

const path: Read = (x, to) => {
  const decoded = urlDecoded(x.path, false);
  to.add('', decoded, 'path', ASIS);
  // Of a plain path the whole says all that its segments do, but for what is in base64.
  const plain = (to.list[0]!.holds & ~(SLASH | DOT | DASH | UNDERSCORE | LONG_RUN)) === 0;
  if (plain && decoded === x.path && !hasRun(x.path)) return '';
  return pathSegments(x.path, to.take) === 'whole' ? '' : 'more segments than are told apart';
};

/** True where a segment may be base64 or hexadecimal digits that say something. */
function hasRun(path: string): boolean {
  for (let from = 1, to = 1; from < path.length; from = to + 1) {
    to = path.indexOf('/', from);
    if (to < 0) to = path.length;
    if (to - from >= shortestRun && isWholeRun(path.slice(from, to))) return true;
  }
  return false;
}

const shortestRun = 6;

const cookie: Read = ({ headers }, to) => {
  let why = '';
  const take: Take = (name, value, where) => {
    to.take(name, value, where);
    // As Express writes what is JSON, and what is signed.
    const marked = value.charCodeAt(1) === 58 ? /^(?:s:(?:j:)?|j:)(.+)$/s.exec(value) : null;
    if (marked !== null)
      to.add(name, value[0] === 's' ? withoutSeal(marked[1]!) : marked[1]!, 'cookie', ASIS);
  };
  for (let i = 0; i < headers.length; i += 2)
    if (isCookie(headers[i]!) && cookiePairs(headers[i + 1]!, take) !== 'whole')
      why = 'more cookies than are told apart';
  return why;
};

/** Without the signature behind the last dot. */
const withoutSeal = (value: string): string => value.replace(/\.[^.]*$/, '');

const header: Read = ({ headers }, to) => {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (isCookie(name)) continue;
    const value = headers[i + 1]!;
    const known = usualHeaders.known(name, value);
    if (known !== undefined) {
      to.again(known);
      continue;
    }
    if (isReferer(name) && addReferer(name, value, to)) continue;
    if (isTag(name, value)) continue;
    withinHeader(name, value, to);
    const at = to.list.length;
    to.add(name, value, 'header', ASIS);
    if (to.list.length === at + 1) usualHeaders.keep(to.list[at]!);
  }
  return '';
};

const usualHeaders = new UsualHeaders();

/**
 * A URL is read as one: what its query parts by `&` are no commands. False when it holds what a URL does not, and is
 * looked at as a whole, too.
 */
function addReferer(name: string, value: string, to: Pieces): boolean {
  const mark = value.indexOf('?');
  if (mark < 0) return false;
  const isUrl = (classesOf(value) & ~ofUrls) === 0;
  if (isUrl) to.add(name, value.slice(0, mark), 'header', ASIS);
  queryPairs(value.slice(mark + 1), (argument, part) => to.add(`${name}?${argument}`, part, 'header', ASIS));
  return isUrl;
}

const ofUrls =
  SLASH |
  DOT |
  DASH |
  UNDERSCORE |
  LONG_RUN |
  COLON |
  EQUALS |
  AMPERSAND |
  PERCENT |
  PLUS |
  OTHER |
  AT |
  HASH |
  BRACKET |
  CLOSE;

const isReferer = (name: string): boolean => name.length === 7 && name.toLowerCase() === 'referer';
const isCookie = (name: string): boolean => name.length === 6 && name.toLowerCase() === 'cookie';

const body: Read = (x, to, bodyBytes) => {
  const { prefix } = x;
  if (prefix === null || prefix.length === 0) return '';
  const cut = prefix.length > bodyBytes;
  if (cut) x.oversize |= oversize.body;
  const bytes = cut ? prefix.subarray(0, bodyBytes) : prefix;
  const contentType = x.header('content-type');
  const contentEncoding = listOf(x.headers, 'content-encoding');
  const read = bodyParts({ bytes, whole: x.prefixWhole && !cut, contentType, contentEncoding }, to.take);
  addRepeated(to);
  const document = read.kind === 'json' && read.outcome === 'whole';
  to.raw(read.bytes.toString('latin1'), document ? 'document' : 'raw');
  if (read.recoded !== undefined) to.raw(read.recoded, 'document');
  return read.why;
};

/** In the order of `places`. */
export const readers: readonly Read[] = [query, body, cookie, path, header];
