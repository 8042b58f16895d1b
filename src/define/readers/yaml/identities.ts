import { resolve } from 'node:path';
import { error, type Note } from '../../../base/note.ts';
import type { AccessKey } from '../../model/identity.ts';
import type { Settings } from '../../model/settings.ts';
import type { Source } from '../reader.ts';
import { fileFlaw, variableFlaw } from '../token-files.ts';

type Identities = Settings['identities'];

/** Identities whose files are named from the folder of their document; what is not there is noted, and never told. */
export function identitiesIn(
  written: Identities,
  { document, folder }: Source,
): { readonly identities: Identities; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const check = (path: string[], file: string | undefined, variable: string | undefined): void => {
    const flaw = file !== undefined ? fileFlaw(file) : variable === undefined ? '' : variableFlaw(variable);
    if (flaw !== '')
      notes.push(error('identity.secret', flaw, document.origin(['settings', 'identities', ...path])));
  };
  const whole = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : resolve(folder, file);
  const identities = Object.fromEntries(
    Object.entries(written).map(([name, identity]) => {
      const keys = Object.entries(identity.keys).map(([id, key]): [string, AccessKey] => {
        const secretFile = whole(key.secretFile);
        const sessionTokenFile = whole(key.sessionTokenFile);
        check([name, 'keys', id], secretFile, key.secretEnv);
        check([name, 'keys', id], sessionTokenFile, key.sessionTokenEnv);
        return [id, { ...key, secretFile, sessionTokenFile }];
      });
      return [name, { ...identity, keys: Object.fromEntries(keys) }];
    }),
  );
  return { identities, notes };
}
