import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { error, type Note, warning } from '../../base/note.ts';
import { type Origin, place } from '../../base/origin.ts';
import type { Definition } from '../../define/model/definition.ts';
import { nearest } from '../../define/readers/shapes/nearest.ts';
import { usualData } from '../cli/shared-flags.ts';
import { type KeyStore, readStore, storeFileOf } from './store.ts';

/** A key that an authorizer decrypts with, and where it is named. */
interface NamedKey {
  readonly name: string;
  readonly origin: Origin;
}

/**
 * What is wrong with the key store of a data folder, for a definition that names keys in it; nothing for another.
 * `isEphemeral`: the folder is gone with the gateway, so that no key can be in it.
 */
export function keyNotes(definition: Definition, data: string, isEphemeral = false): Note[] {
  const named = keysIn(definition);
  if (named.length === 0) return [];
  const file = storeFileOf(data);
  const all = (say: (message: string, origin: Origin) => Note, message: string): Note[] =>
    [...new Map(named.map(({ origin }) => [place(origin), origin])).values()].map((o) => say(message, o));
  let store: KeyStore;
  try {
    store = readStore(file);
  } catch (fault) {
    return all((message, o) => error('key-store.unusable', message, o), (fault as Error).message);
  }
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  const doubts =
    (mode & 0o077) === 0
      ? []
      : all(
          (message, o) => warning('key-store.open', message, o),
          `other users can read or change the key store ${file}: chmod 600 it`,
        );
  return [
    ...doubts,
    ...named.flatMap(({ name, origin }) => missing(name, store, isEphemeral ? '' : data, origin)),
  ];
}

/** `data`: '' where there can be no key. */
function missing(name: string, store: KeyStore, data: string, origin: Origin): Note[] {
  if (store.has(name)) return [];
  if (data === '') return [error('key-store.unknown', `there is no key ${name}; ${ephemeral}`, origin)];
  const flag = resolve(data) === resolve(usualData) ? '' : ` --data ${data}`;
  const near = nearest(name, [...store.keys()]);
  const hint =
    near !== null
      ? `did you mean ${near}?`
      : `it has ${[...store.keys()].join(', ') || 'none'}; portcullis keys make ${name}${flag} makes it`;
  return [error('key-store.unknown', `the key store of ${data} has no key ${name}; ${hint}`, origin)];
}

const ephemeral = 'with --ephemeral there is no key store: choose a data folder with --data <folder>';

/** The keys that authorizers name, each place once. */
function keysIn({ apis }: Definition): NamedKey[] {
  const found = new Map<string, NamedKey>();
  for (const { authorizers = [] } of apis)
    for (const { settings, keyOrigins, origin: own } of authorizers) {
      const { keys = [] } =
        (settings as { encryption?: { keys?: readonly string[] } } | null)?.encryption ?? {};
      keys.forEach((name, i) => {
        const origin = keyOrigins?.[i] ?? own;
        found.set(`${place(origin)} ${name}`, { name, origin });
      });
    }
  return [...found.values()];
}
