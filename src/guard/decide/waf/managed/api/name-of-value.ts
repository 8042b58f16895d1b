import type { Finding } from '../../detect/finding.ts';
import type { Piece } from '../../inspect/inspect.ts';
import type { Neighbours } from '../../inspect/place-read.ts';

/**
 * True for a name that is a command and nothing else: with a value beside it (`{"uname": "pat"}`, `?uname=pat`), as the
 * `name` of an element of XML, or in a list of names (`["nice", "nofile", "nproc"]`). No command line takes a name without
 * its value; `?whoami` is all there is, and old programs take that.
 */
export function isNameOfValue({ what }: Finding, piece: Piece, near: Neighbours): boolean {
  if (!what.endsWith(', the whole value') || !/^[a-z]{1,32}$/i.test(piece.text)) return false;
  if (piece.where === 'json-key') return true;
  if (piece.where === 'xml-attribute' && piece.name.endsWith('/@name')) return true;
  if (piece.where === 'json' && isListed(piece, near)) return true;
  if (!piece.where.endsWith('-name') || piece.name !== piece.text) return false;
  const next = near.behind(piece);
  return next !== null && next.name === piece.name && `${next.where}-name` === piece.where;
}

/** Between two other plain words of the same list. */
function isListed(piece: Piece, near: Neighbours): boolean {
  const item = /^(.*\/)(\d{1,4})$/.exec(piece.name);
  if (item === null || piece.how.length > 0) return false;
  const [, list, at] = item;
  const isWord = (other: Piece | null, place: number): boolean =>
    other !== null && other.name === `${list}${place}` && /^[a-z][\w-]{1,32}$/i.test(other.text);
  return isWord(near.before(piece), Number(at) - 1) && isWord(near.behind(piece), Number(at) + 1);
}
