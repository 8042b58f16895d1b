import type { Where as PartWhere } from '../detect/views/parts.ts';
import type { Step } from '../detect/views/views.ts';

/**
 * Where in its place a text stood; `raw` is a body as it came, `document` one that is JSON without a flaw, so that its keys
 * and values say all that stands in it, `path` the path as a whole.
 */
export type Where = PartWhere | 'header' | 'path' | 'raw' | 'document';

/** True of a body as a whole. */
export const isBody = (where: Where): boolean => where === 'raw' || where === 'document';

/** One text that is looked at: a value as an application would see it, or what it is once it is decoded. */
export class Piece {
  readonly where: Where;
  /** What it goes by: the argument, the header, the JSON pointer; '' when it has no name. */
  readonly name: string;
  readonly text: string;
  /** What was undone to see it, from the outside in; nothing for the value itself. */
  readonly how: readonly (Step | 'json' | 'xml' | 'graphql' | 'words' | 'repeated')[];
  /** The classes of characters in it: characters.ts. Of a raw body all of them: it is not read for their sake. */
  readonly holds: number;
  /** A bit for each search, by its number, that finds nothing in it, as far as is known; -1: none does. */
  clean: number;
  /** An earlier piece of the same kind with the same text; itself when it is the first. */
  twin: Piece = this;
  /**
   * Of what may have twins: the place from which on, and the one before which, what was read from it stands in the
   * list.
   */
  first = 0;
  behind = 0;
  /** True when it came as it is, and nothing else was read from it. */
  alone = false;

  constructor(where: Where, name: string, text: string, how: Piece['how'], holds: number, clean: number) {
    this.where = where;
    this.name = name;
    this.text = text;
    this.how = how;
    this.holds = holds;
    this.clean = clean;
  }
}

/** Nothing undone. */
export const ASIS: readonly Step[] = Object.freeze([]);
