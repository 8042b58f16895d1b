import { DOLLAR } from '../../inspect/characters.ts';
import { inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { sees } from './sees.ts';

const operators: ReadonlySet<string> = new Set(['$gt', '$gte', '$lt', '$lte']);
// A number, or a moment as JSON has it.
const measured = /^-?\d[\d.eE+-]*$|^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$|^(?:true|false)$/;

/** True for the name of an operator that bounds a range, which APIs also let their callers write. */
export const isRangeKey = ({ where, text, holds }: Piece): boolean =>
  (holds & DOLLAR) !== 0 &&
  (where === 'json-key' ? operators.has(text) : where.endsWith('-name') && bracketed.test(text));

const bracketed = /^[\w.[\]-]{1,128}\[\$[gl]te?\]$/;

/**
 * True for a range in JSON whose bound is neither a number nor a moment: `{"password": {"$gt": ""}}`, with which any password
 * is the right one.
 */
export function rangesOfTexts(given: WafGiven): Test {
  const inspected = inspectionOf(given);
  return sees(given, 'nosql', 'No range there is bounded by a text.', (x) => {
    for (const place of ['body', 'query', 'cookie'] as const) {
      if ((inspected(x).holds(place) & DOLLAR) === 0) continue;
      const pieces = inspected(x).pieces(place);
      for (let i = 0; i < pieces.length; i++) {
        const key = pieces[i]!;
        if (!isRangeKey(key) || isMeasured(pieces, i)) continue;
        return {
          location: place === 'body' ? 'BODY' : place === 'cookie' ? 'COOKIE' : 'ALL_QUERY_ARGS',
          field: key.name,
          family: 'nosql',
          text: key.text,
          because: `bounds a range by a text, as ${key.name.slice(0, 60)}`,
        };
      }
    }
    return null;
  });
}

/** Whether the value that follows a key is a number or a moment; an empty text is no piece at all. */
function isMeasured(pieces: readonly Piece[], key: number): boolean {
  const { name } = pieces[key]!;
  for (let i = key + 1; i < pieces.length && i < key + 4; i++) {
    const { name: other, where, text } = pieces[i]!;
    if (other === name && where !== 'json-key' && !where.endsWith('-name')) return measured.test(text);
  }
  return false;
}
