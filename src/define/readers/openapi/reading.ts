import type { z } from 'zod';
import type { LedgerEntry } from '../../../base/fidelity.ts';
import { error, info, warning } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Integration } from '../../model/api.ts';
import { ledgerOf } from '../cloudformation/ledger.ts';
import { resource, type Standing } from '../cloudformation/resource.ts';
import type { Path } from '../document.ts';
import { pathText } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Source } from '../reader.ts';
import { type Shaped, shaped } from '../shaped.ts';
import { nearest } from '../shapes/nearest.ts';
import { keysAt } from '../shapes/schema.ts';
import { Pointers } from './pointers.ts';

/** How a part of a document is read. */
export interface PartOptions {
  /** What stands before the property in the ledger: `info/`. */
  readonly prefix?: string;
  /** Properties that stand otherwise here than their shape says. */
  readonly standing?: Readonly<Record<string, Standing | null>>;
  /** True where no extension of API Gateway can stand; one that does is noted as misplaced. */
  readonly plain?: boolean;
}

/** The reading of one document: every part of it goes through here, so that nothing is dropped in silence. */
export class Reading {
  readonly source: Source;
  readonly draft: Draft;
  /** Of the API, `{stack}/api`; in a template, of the part of it that is the document. */
  readonly id: string;
  readonly pointers: Pointers;
  /** True when it stands in a template, which says all that a document of its own says in `x-portcullis`. */
  readonly embedded: boolean;
  /** Integrations that bring a role of their own to invoke with. */
  readonly withRole = new WeakSet<Integration>();
  readonly #read = new Set<string>();

  /** `id` is given for a document that stands in a template. */
  constructor(source: Source, draft: Draft, id?: string) {
    this.source = source;
    this.draft = draft;
    this.id = id ?? `${source.name}/api`;
    this.embedded = id !== undefined;
    this.pointers = new Pointers(source.document, (note) => draft.note(note));
  }

  origin = (path: Path): Origin => this.source.document.origin(path);

  error(code: string, message: string, path: Path): null {
    this.draft.note(error(code, message, this.origin(path)));
    return null;
  }

  warning(code: string, message: string, path: Path): void {
    this.draft.note(warning(code, message, this.origin(path)));
  }

  info(code: string, message: string, path: Path): void {
    this.draft.note(info(code, message, this.origin(path)));
  }

  /**
   * Reads an object by its shape and enters its properties in the ledger. Extensions that are neither API
   * Gateway's nor ours are kept. What does not fit is noted and left out, so that what else is wrong is found
   * too; null when what is left does not fit either.
   */
  part<T>(
    shape: z.ZodType<T>,
    value: unknown,
    path: Path,
    element: string,
    options: PartOptions = {},
  ): T | null {
    const place = pathText(path);
    const again = this.#read.has(place);
    if (options.plain !== true) this.#read.add(place);
    const [own, foreign] = parted(value, options.plain === true);
    if (this.embedded && isObject(own) && 'x-portcullis' in own)
      this.error(
        'openapi.embedded',
        'x-portcullis cannot stand in the Body of a template: its stages, usage plans and web ACLs are resources of the template',
        [...path, 'x-portcullis'],
      );
    const { value: settings, notes } = this.#shaped(shape, own, path);
    this.draft.note(...notes);
    const { prefix = '', standing = {} } = options;
    const self = {
      id: element,
      origin: this.origin(path),
      stack: this.source.name,
      logicalId: element,
      type: 'OpenAPI',
      region: this.draft.settings.region,
      accountId: this.draft.settings.accountId,
      at: (...more: (string | number)[]) => this.origin([...path, ...more]),
      asset: () => null,
      capacity: () => 0,
    };
    const kind = resource({ name: 'OpenAPI', shape: shape as unknown as z.ZodType<never> });
    const { entries, notes: said } = ledgerOf(kind, own, self);
    if (!again) this.draft.note(...said);
    const judged = entries.map((entry): LedgerEntry => {
      const other = standing[entry.property];
      return { ...entry, ...other, property: `${prefix}${entry.property}` };
    });
    this.draft.ledger.push(...judged, ...foreign.map((key) => this.#kept(key, path, element, prefix, shape)));
    return settings;
  }

  /** Extensions of AWS in places that nothing was read from: they would have no effect, and nobody the wiser. */
  misplaced(places: readonly { readonly name: string; readonly extensions: object }[]): void {
    for (const path of this.pointers.extensions) {
      const key = String(path.at(-1));
      if (
        this.#read.has(pathText(path.slice(0, -1))) ||
        path.slice(0, 2).join('/') === 'components/pathItems'
      )
        continue;
      const homes = places.filter((place) => Object.hasOwn(place.extensions, key)).map((place) => place.name);
      const near = nearest(
        key,
        places.flatMap((place) => Object.keys(place.extensions)),
      );
      const hint =
        homes.length > 0
          ? `has no effect here: it belongs to ${homes.join(' or to ')}`
          : `is no extension of API Gateway${near === null ? '' : `; did you mean ${near}?`}`;
      this.error(homes.length > 0 ? 'openapi.misplaced' : 'shape.unknown-key', `${key} ${hint}`, path);
    }
  }

  #shaped<T>(shape: z.ZodType<T>, value: unknown, path: Path): Shaped<T> {
    const { document } = this.source;
    const whole = shaped(shape, value, { ...document, path });
    if (whole.value !== null || !isObject(value)) return whole;
    const isFine = (key: string): boolean => {
      const here = this.origin([...path, key]).path;
      return !whole.notes.some(({ origin }) => origin.path === here || origin.path.startsWith(`${here}/`));
    };
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => isFine(key)));
    return { value: shaped(shape, rest, { ...document, path }).value, notes: whole.notes };
  }

  #kept(key: string, path: Path, element: string, prefix: string, shape: z.ZodType): LedgerEntry {
    const near = nearest(
      key,
      keysAt([shape]).filter((k) => k.startsWith('x-')),
    );
    if (near !== null)
      this.warning('openapi.ignored', `${key} is ignored; did you mean ${near}?`, [...path, key]);
    return {
      type: 'OpenAPI',
      element,
      property: `${prefix}${key}`,
      fidelity: 'stored',
      reason: 'an extension of another tool',
      origin: this.origin([...path, key]),
    };
  }
}

const isObject = (value: unknown): value is object => value !== null && typeof value === 'object';

/** An object without the extensions of other tools, and those. */
function parted(value: unknown, plain: boolean): [own: unknown, foreign: readonly string[]] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [value, []];
  const isForeign = (key: string): boolean =>
    key.startsWith('x-') && !key.startsWith('x-amazon-') && key !== 'x-portcullis';
  const own = Object.entries(value).filter(
    ([key]) => !isForeign(key) && !(plain && key.startsWith('x-amazon-')),
  );
  return [Object.fromEntries(own), Object.keys(value).filter(isForeign)];
}
