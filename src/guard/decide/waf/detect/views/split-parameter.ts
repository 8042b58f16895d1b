import { urlDecoded } from './url.ts';

/** One of the parameters that a long one is split over: `filename*0="a"`, `filename*1*=%62` (RFC 2231 3). */
export interface SplitPiece {
  readonly number: number;
  readonly encoded: boolean;
  readonly text: string;
}

/** A piece of the parameter `of`; null when `name`, in lower case, is that of another. */
export function splitPiece(of: string, name: string, text: string): SplitPiece | null {
  if (!name.startsWith(of)) return null;
  const found = /^\*(\d{1,6})(\*?)$/.exec(name.slice(of.length));
  return found === null ? null : { number: Number(found[1]), encoded: found[2] !== '', text };
}

/**
 * The parameter in one piece, whatever the order they stand in; the charset of an encoded one stands before the first.
 */
export function joined(pieces: SplitPiece[]): string {
  pieces.sort((a, b) => a.number - b.number);
  const text = pieces.map((piece) => piece.text).join('');
  return urlDecoded(pieces[0]!.encoded ? text.replace(/^[^']{0,64}'[^']{0,64}'/, '') : text, false);
}
