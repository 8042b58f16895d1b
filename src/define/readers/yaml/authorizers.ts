import { resolve } from 'node:path';
import { error } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import { readPasswords } from '../../../base/password-file.ts';
import { textOfRegular } from '../../../base/regular-file.ts';
import type { Method } from '../../model/api.ts';
import type { Authorizer } from '../../model/authorizer.ts';
import { shortId } from '../../model/ids.ts';
import type { Path } from '../document.ts';
import type { Draft } from '../draft.ts';
import { shaped } from '../shaped.ts';
import { withFiles } from '../token-files.ts';
import type { ShortAuthorizer } from './authorizer-shape.ts';
import { missing } from './names.ts';

/** How a method is authorized. */
export type Authorization = Pick<Method, 'authorizationType' | 'authorizerId'>;

/** An authorizer as it is read, whichever API it is then of. */
type Read = Pick<Authorizer, 'type' | 'settings' | 'keyOrigins'>;

const OPEN: Authorization = { authorizationType: 'NONE' };

export interface AuthorizersAt {
  readonly draft: Draft;
  /** The folder that files are named from. */
  readonly folder: string;
  /** Where a part of the authorizers stands. */
  origin(path: Path): Origin;
}

/** The authorizers that a document defines: each API that names one gets one of its own. */
export class Authorizers {
  readonly #written: Readonly<Record<string, ShortAuthorizer>>;
  readonly #at: AuthorizersAt;
  readonly #read = new Map<string, Read | null>();

  constructor(written: Readonly<Record<string, ShortAuthorizer>>, at: AuthorizersAt) {
    this.#written = written;
    this.#at = at;
    for (const name of ['iam', 'none'])
      if (Object.hasOwn(written, name))
        at.draft.note(
          error('shape.value', `${name} is there by itself: choose another name`, at.origin([name])),
        );
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#written, name);
  }

  /** What naming an authorizer means in an API, which is added to `used`. Unknown names are noted where they stand. */
  named(
    name: string | undefined,
    apiId: string,
    used: Map<string, Authorizer>,
    origin: Origin,
  ): Authorization {
    if (name === undefined || name === 'none') return OPEN;
    if (name === 'iam') return { authorizationType: 'AWS_IAM' };
    if (!this.has(name)) {
      const message = missing(name, 'the authorizers', name, ['iam', 'none', ...Object.keys(this.#written)]);
      this.#at.draft.note(error('reference.unknown', message, origin));
      return OPEN;
    }
    const read = this.#settings(name);
    if (read === null) return OPEN;
    const id = `${apiId}/authorizers/${name}`;
    const authorizerId = shortId(id, 6);
    used.set(name, { id, origin: this.#at.origin([name]), authorizerId, name, ...read });
    return { authorizationType: 'CUSTOM', authorizerId };
  }

  /** Read once, when it is first named; null, and notes, when it cannot be. */
  #settings(name: string): Read | null {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const { basic, jwt, introspection } = this.#written[name]!;
    const read =
      basic !== undefined
        ? this.#basic(name, basic)
        : jwt !== undefined
          ? this.#tokens('JWT', [name, 'jwt'], jwt)
          : introspection !== undefined
            ? this.#tokens('INTROSPECTION', [name, 'introspection'], introspection)
            : null;
    this.#read.set(name, read);
    return read;
  }

  #basic(name: string, basic: NonNullable<ShortAuthorizer['basic']>) {
    const { draft, folder } = this.#at;
    const file = resolve(folder, basic.file);
    draft.follow(file);
    const origin = this.#at.origin([name, 'basic', 'file']);
    try {
      for (const { line, why } of readPasswords(textOfRegular(file)).bad)
        draft.note(error('authorizer.password', `line ${line} of ${basic.file} ${why}`, origin));
    } catch (fault) {
      const code = (fault as NodeJS.ErrnoException).code ?? String(fault);
      draft.note(error('file.unreadable', `${basic.file} cannot be read: ${code}`, origin));
      return null;
    }
    return this.#shaped('BASIC', { ...basic, file }, origin);
  }

  /** Tokens: what the kind's own shape says, with files named from the folder of the document. */
  #tokens(type: string, path: Path, written: Readonly<Record<string, unknown>>) {
    const { draft, folder } = this.#at;
    const { settings, flaws, files } = withFiles(written, folder);
    for (const file of files) draft.follow(file);
    for (const flaw of flaws)
      draft.note(error('authorizer.file', flaw.message, this.#at.origin([...path, ...flaw.path])));
    const shape = draft.catalogue.authorizer(type)!;
    const { file, path: base } = this.#at.origin(path);
    const at = base.split('/');
    const lineOf = (whole: Path): number => this.#at.origin([...path, ...whole.slice(at.length)]).line;
    const { value, notes } = shaped(shape, settings, { file, path: at, lineOf });
    draft.note(...notes);
    if (value === null || flaws.length > 0) return null;
    const { keys = [] } = (value as { encryption?: { keys?: readonly string[] } }).encryption ?? {};
    if (keys.length === 0) return { type, settings: value };
    const keyOrigins = keys.map((_, i) => this.#at.origin([...path, 'encryption', 'keys', i]));
    return { type, settings: value, keyOrigins };
  }

  /** Settings as the kind has them. */
  #shaped(type: string, settings: object, { file, line, path }: Origin) {
    const { draft } = this.#at;
    const shape = draft.catalogue.authorizer(type)!;
    const { value, notes } = shaped(shape, settings, { file, path: path.split('/'), lineOf: () => line });
    draft.note(...notes);
    return value === null ? null : { type, settings: value };
  }
}
