import { jsonParts, looksLikeJson, type Where as PartWhere } from '../detect/views/parts.ts';
import { decodedViews, type Step } from '../detect/views/views.ts';
import { classesOf } from './characters.ts';

/** Where in its place a text stood; `raw` is a body as it came, `path` the path as a whole. */
export type Where = PartWhere | 'header' | 'path' | 'raw';

/** One text that is looked at: a value as an application would see it, or what it is once it is decoded. */
export interface Piece {
  readonly where: Where;
  /** What it goes by: the argument, the header, the JSON pointer; '' when it has no name. */
  readonly name: string;
  readonly text: string;
  /** What was undone to see it, from the outside in; nothing for the value itself. */
  readonly how: readonly (Step | 'json')[];
  /** The classes of characters in it: characters.ts. */
  readonly holds: number;
}

const ASIS: readonly Step[] = Object.freeze([]);

// JSON within texts of JSON: levels, and the characters of all such texts of a place.
const mostNested = 3;
const mostNestedLength = 131_072;

/** Gathers the pieces of one place: every value, all that it decodes to, and the parts of values that are JSON. */
export class Pieces {
  readonly list: Piece[] = [];
  /** True when something may have been left undecoded, for its length or its depth. */
  truncated = false;
  #nested = 0;
  #left = mostNestedLength;

  /** For the readers of bodies and heads. */
  readonly take = (name: string, value: string, where: PartWhere): void => this.add(name, value, where, ASIS);

  /** A text that is looked at as it is, whatever it decodes to. */
  raw(name: string, text: string, where: Where): void {
    this.list.push({ where, name, text, how: ASIS, holds: classesOf(text) });
  }

  add(name: string, text: string, where: Where, how: Piece['how']): void {
    const holds = classesOf(text);
    this.list.push({ where, name, text, how, holds });
    if (text.length < 4) return;
    this.#json(name, text, where, how);
    const views = decodedViews(text);
    this.truncated ||= views.truncated;
    for (let i = 0; i < views.list.length; i++) {
      const view = views.list[i]!;
      const undone = how.length === 0 ? view.how : [...how, ...view.how];
      this.list.push({ where, name, text: view.text, how: undone, holds: classesOf(view.text) });
      this.#json(name, view.text, where, undone);
    }
  }

  /** The parts of a text that is JSON itself: applications read such arguments, fields and tokens. */
  #json(name: string, text: string, where: Where, how: Piece['how']): void {
    if (where === 'rest' || where === 'text' || !looksLikeJson(text)) return;
    if (this.#nested === mostNested || this.#left < text.length) {
      this.truncated = true;
      return;
    }
    this.#nested++;
    this.#left -= text.length;
    const within = [...how, 'json' as const];
    const outcome = jsonParts(text, (pointer, value, part) =>
      this.add(`${name}${pointer}`, value, part === 'json-key' ? part : where, within),
    );
    if (outcome === 'truncated') this.truncated = true;
    this.#nested--;
  }
}
