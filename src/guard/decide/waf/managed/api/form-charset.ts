import { hidesAscii } from '../../detect/protocol/content-type.ts';
import { inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { sees } from './sees.ts';

/** The charset that a field is in: by the field `_charset_` (RFC 7578 4.6), or by the Content-Type of a part; '' for none. */
function charsetIn({ where, name, text }: Piece): string {
  if (name === '_charset_' && valued.has(where)) return text.trim().toLowerCase();
  if (where !== 'part-header') return '';
  return ofType.exec(text)?.[1]?.toLowerCase() ?? '';
}

const valued: ReadonlySet<string> = new Set(['multipart', 'form', 'query']);
const ofType = /^\s*[\w.+-]{1,64}\/[\w.+-]{1,64}\s*;.{0,256}?\bcharset\s*\*?=\s*["']?([\w.:-]{1,40})/i;

/** In `_charset_` browsers write what they have written the form in, which is never UTF-16. */
const isHidden = (piece: Piece): boolean => {
  const charset = charsetIn(piece);
  return charset !== '' && (hidesAscii(charset) || (piece.name === '_charset_' && /^utf-?16/.test(charset)));
};

/** True for a form that says its fields are in a charset in which ASCII is not ASCII. */
export function namesCharset(given: WafGiven): Test {
  const inspected = inspectionOf(given);
  return sees(given, 'charset', 'No field of a form names a charset that hides ASCII.', (x) => {
    const inQuery = x.query === '' ? undefined : inspected(x).pieces('query').find(isHidden);
    const inspection = inspected(x);
    const piece =
      inQuery ?? (inspection.isJsonAlone('body') ? undefined : inspection.pieces('body').find(isHidden));
    if (piece === undefined) return null;
    return {
      location: inQuery === undefined ? 'BODY' : 'ALL_QUERY_ARGS',
      field: piece.name,
      family: 'protocol',
      text: piece.text,
      because: `has fields in the charset ${charsetIn(piece)}, in which ASCII looks like something else`,
    };
  });
}
