import { DOLLAR } from '../../inspect/characters.ts';
import { inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { isDeclared, isOfFilter } from './declared-filter.ts';
import { sees } from './sees.ts';

const ranges: ReadonlySet<string> = new Set(['$gt', '$gte', '$lt', '$lte']);
const lists: ReadonlySet<string> = new Set(['$in', '$all']);
/** What holds other filters, or a place: nothing by itself. */
const holders: ReadonlySet<string> = new Set([
  '$and',
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
]);
// A number, or a moment as JSON has it.
const measured = /^-?\d[\d.eE+-]*$|^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$|^(?:true|false)$/;
// What somebody has to know, and with a filter need not.
const secret =
  /(?:pass|pwd|secret|token|otp|cvv|pincode|auth(?!ors?$)|session)\w*$|^(?:pin|login|user|user_?name|e?_?mail|api_?key|key|hash)$/i;

/**
 * True for the name of an operator by which APIs let their callers filter, if what it is given is measured: `{"price":
 * {"$gte": 5}}`.
 */
export const isRangeKey = ({ where, text, holds }: Piece): boolean =>
  (holds & DOLLAR) !== 0 &&
  (where === 'json-key' ? isFilter(text) : where.endsWith('-name') && bracketed.test(text));

const isFilter = (key: string): boolean =>
  ranges.has(key) || lists.has(key) || holders.has(key) || key === '$ne';

const bracketed = /^[\w.[\]-]{1,128}\[\$[gl]te?\]$/;

/**
 * True for a filter that is given what no filter is: a range whose bound is neither a number nor a moment
 * (`{"password": {"$gt": ""}}`), with which any password is the right one; one of a password or a name; `$ne` of
 * anything but true and false.
 */
export function rangesOfTexts(given: WafGiven): Test {
  const inspected = inspectionOf(given);
  return sees(given, 'nosql', 'No filter there is given what no filter is.', (x) => {
    for (const place of ['body', 'query', 'cookie'] as const) {
      if ((inspected(x).holds(place) & DOLLAR) === 0) continue;
      const pieces = inspected(x).pieces(place);
      for (let i = 0; i < pieces.length; i++) {
        const key = pieces[i]!;
        if (!isRangeKey(key) || isDeclared(key) || isOrdinary(pieces, i)) continue;
        return {
          location: place === 'body' ? 'BODY' : place === 'cookie' ? 'COOKIE' : 'ALL_QUERY_ARGS',
          field: key.name,
          family: 'nosql',
          text: key.text,
          because: `filters by a text or a secret, as ${key.name.slice(0, 60)}`,
        };
      }
    }
    return null;
  });
}

function isOrdinary(pieces: readonly Piece[], key: number): boolean {
  const { name, text, where } = pieces[key]!;
  if (where !== 'json-key') return isMeasured(pieces, key, measured);
  if (holders.has(text)) return isOf(pieces[key + 1], name);
  const end = name.length - text.length - 1;
  if (secret.test(name.slice(name.lastIndexOf('/', end - 1) + 1, end))) return false;
  if (text === '$ne') return isMeasured(pieces, key, isOfFilter(name) ? worded : truth);
  return lists.has(text) ? isList(pieces, key) : isMeasured(pieces, key, measured);
}

const truth = /^(?:true|false)$/;
/** What a filter may leave out, which is one thing among others. */
const worded = /^[\p{L}\p{N}][\p{L}\p{N} '’.,&@:/_-]{0,80}$/u;

/** Whether the value that follows a key is as it must be; an empty text is no piece at all. */
function isMeasured(pieces: readonly Piece[], key: number, by: RegExp): boolean {
  const { name } = pieces[key]!;
  for (let i = key + 1; i < pieces.length && i < key + 4; i++) {
    const { name: other, where, text } = pieces[i]!;
    if (other === name && where !== 'json-key' && !where.endsWith('-name'))
      return by.test(text) && (where !== 'json-literal' || text !== 'null');
  }
  return false;
}

/** Whether plain values follow, and no operators below them. */
function isList(pieces: readonly Piece[], key: number): boolean {
  const { name } = pieces[key]!;
  let values = 0;
  for (let i = key + 1; i < pieces.length && i < key + mostValues && isOf(pieces[i], name); i++) {
    if (pieces[i]!.where === 'json-key') return false;
    values++;
  }
  return values > 0;
}

const mostValues = 256;

/** Whether a piece stands below a pointer. */
const isOf = (piece: Piece | undefined, name: string): boolean =>
  piece !== undefined && piece.name.length > name.length && piece.name.startsWith(`${name}/`);
