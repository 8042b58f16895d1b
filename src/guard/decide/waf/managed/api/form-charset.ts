import type { Exchange } from '../../../../../base/exchange.ts';
import { hidesAscii } from '../../detect/protocol/content-type.ts';
import { type Inspection, inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { sees } from './sees.ts';

/**
 * The charset that a field is in: by the field `_charset_` (RFC 7578 4.6), or by the Content-Type of a part; '' for
 * none.
 */
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

/** One of ISO/IEC 2022: without an escape, which it needs to leave ASCII, the form is ASCII. */
const escapes = (piece: Piece): boolean =>
  piece.name === '_charset_' && /iso-?2022|^jis/.test(charsetIn(piece));

const isHiddenAnyhow = (piece: Piece): boolean => isHidden(piece) && !escapes(piece);

/** ESC, SO and SI (ISO/IEC 2022), as they are or percent-encoded. */
const shifts = /[\x1b\x0e\x0f]|%1b|%0[ef]/i;
const mayEscape = ({ query, prefix }: Exchange): boolean =>
  shifts.test(query) || (prefix !== null && shifts.test(prefix.toString('latin1')));

/** True for a form that says its fields are in a charset in which ASCII is not ASCII. */
export function namesCharset(given: WafGiven): Test {
  const inspected = inspectionOf(given);
  return sees(given, 'charset', 'No field of a form names a charset that hides ASCII.', (x) => {
    const inspection = inspected(x);
    const named = hiddenIn(x, inspection, isHidden);
    const piece =
      named !== undefined && escapes(named) && !mayEscape(x)
        ? hiddenIn(x, inspection, isHiddenAnyhow)
        : named;
    if (piece === undefined) return null;
    return {
      location: piece.where === 'query' ? 'ALL_QUERY_ARGS' : 'BODY',
      field: piece.name,
      family: 'protocol',
      text: piece.text,
      because: `has fields in the charset ${charsetIn(piece)}, in which ASCII looks like something else`,
    };
  });
}

const hiddenIn = (x: Exchange, inspection: Inspection, test: (piece: Piece) => boolean): Piece | undefined =>
  (x.query === '' ? undefined : inspection.pieces('query').find(test)) ??
  (inspection.isJsonAlone('body') ? undefined : inspection.pieces('body').find(test));
