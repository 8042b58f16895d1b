import type { Finding } from '../../detect/finding.ts';
import type { Piece } from '../../inspect/inspect.ts';
import type { Neighbours } from '../../inspect/place-read.ts';

/**
 * True for a name that is a command and nothing else, with a value beside it: `{"uname": "pat"}`, `?uname=pat`. No command
 * line takes a name without its value; `?whoami` is all there is, and old programs take that.
 */
export function isNameOfValue({ what }: Finding, piece: Piece, near: Neighbours): boolean {
  if (!what.endsWith(', the whole value') || !/^[a-z]{1,32}$/i.test(piece.text)) return false;
  if (piece.where === 'json-key') return true;
  if (!piece.where.endsWith('-name') || piece.name !== piece.text) return false;
  const next = near.behind(piece);
  return next !== null && next.name === piece.name && `${next.where}-name` === piece.where;
}
