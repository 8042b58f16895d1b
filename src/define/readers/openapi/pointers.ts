import { partName } from '../../../base/json-pointer.ts';
import { error, type Note } from '../../../base/note.ts';
import type { Document, Path } from '../document.ts';

/** Something in the document, and where it really stands. */
export interface Found {
  readonly value: unknown;
  readonly path: Path;
}

/** Keys under which anything may stand, so that `$ref` and extensions in it mean nothing. */
const FREE = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * The references of one document. All of them are checked on making it: each must lead to a place in the same
 * document; that schemas name themselves is their good right.
 */
export class Pointers {
  /** Places of all extensions of AWS. */
  readonly extensions: Path[] = [];
  readonly #document: Document;
  readonly #note: (note: Note) => void;
  /** What schemas call themselves (`$id`, `#anchor`); not followed, but no mistake either. */
  readonly #names = new Set<string>();
  readonly #references: { readonly to: string; readonly path: Path }[] = [];

  constructor(document: Document, note: (note: Note) => void) {
    this.#document = document;
    this.#note = note;
    this.#survey(document.value, []);
    for (const { to, path } of this.#references) this.#check(to, path);
  }

  /** Follows `$ref` to the thing itself; null when it leads nowhere or in a circle, which has been noted. */
  follow(value: unknown, path: Path): Found | null {
    const seen = new Set<string>();
    let at: Found = { value, path };
    for (;;) {
      const to = referenceOf(at.value);
      if (to === null) return at;
      if (seen.has(to)) {
        this.#wrong('reference.circular', `$ref ${to} leads back to itself`, [...path, '$ref']);
        return null;
      }
      seen.add(to);
      const beside = Object.keys(at.value as object).filter((k) => !/^(\$ref|summary|description)$/.test(k));
      if (beside.length > 0) {
        const message = `${beside.join(', ')} beside $ref would be ignored: write it at ${to}`;
        this.#wrong('reference.beside', message, [...at.path, beside[0]!]);
      }
      const next = this.#look(to);
      if (next === null) return null;
      at = next;
    }
  }

  /** What a reference leads to, without noting anything; null when that is nothing in this document. */
  find(to: string): Found | null {
    return to.startsWith('#/') ? this.#look(to) : null;
  }

  /** What stands at `#/a/b`; null when nothing does. */
  #look(to: string): Found | null {
    const path: (string | number)[] = [];
    let at = this.#document.value;
    for (const part of to.split('/').slice(1)) {
      const key = partName(decoded(part));
      if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return null;
      path.push(Array.isArray(at) ? Number(key) : key);
      at = (at as Record<string, unknown>)[key];
    }
    return { value: at, path };
  }

  #check(to: string, path: Path): void {
    const here = [...path, '$ref'];
    if (to === '#' || this.#names.has(to)) return;
    if (!to.startsWith('#'))
      this.#wrong(
        'reference.external',
        `$ref ${to} leads out of the document: bundle it into one file, for example with \`redocly bundle\``,
        here,
      );
    else if (!to.startsWith('#/') || this.#look(to) === null)
      this.#wrong('reference.unknown', `$ref ${to} leads to nothing in this document`, here);
  }

  #survey(value: unknown, path: Path): void {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) this.#survey(item, [...path, i]);
      return;
    }
    const to = referenceOf(value);
    if (to !== null) this.#references.push({ to, path });
    const { $id, $anchor, $dynamicAnchor } = value as Record<string, unknown>;
    if (typeof $id === 'string') this.#names.add($id);
    for (const name of [$anchor, $dynamicAnchor]) if (typeof name === 'string') this.#names.add(`#${name}`);
    for (const [key, part] of Object.entries(value)) {
      const here = [...path, key];
      if (key.startsWith('x-amazon-')) this.extensions.push(here);
      // A schema may well have a property of that name, which is described by a schema again.
      if (!FREE.has(key) || path.at(-1) === 'properties') this.#survey(part, here);
    }
  }

  #wrong(code: string, message: string, path: Path): void {
    this.#note(error(code, message, this.#document.origin(path)));
  }
}

function referenceOf(value: unknown): string | null {
  if (value === null || typeof value !== 'object' || !('$ref' in value)) return null;
  return typeof value.$ref === 'string' ? value.$ref : null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
