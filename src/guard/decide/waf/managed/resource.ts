import type { Piece } from '../inspect/inspect.ts';

const names = /^[\w.~:@/-]+$/;

/**
 * True for the path of a URI, or a segment of one, that is made of names alone: `/api/whoami`, `/v1/netstat`. It says which
 * resource is asked for, and no shell is handed it.
 */
export const isResource = ({ where, how, text }: Piece): boolean =>
  (where === 'path' || where === 'segment') && how.length === 0 && names.test(text);
