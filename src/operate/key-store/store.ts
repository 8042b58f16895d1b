import {
  closeSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { textOfRegular } from '../../base/regular-file.ts';
import {
  contentAlgorithms,
  decryptKey,
  keyAlgorithms,
} from '../../guard/decide/authorize/tokens/decrypt-key.ts';
import { keyName } from '../../guard/decide/authorize/tokens/settings.ts';
import { EXIT, Halt } from '../halt.ts';
import { cannotWrite } from '../supervise/kept/data-folder.ts';
import { fitsAlgorithm, keyIdOf } from './jwk.ts';

/** A key that tokens are encrypted to, with what decrypts them. */
export interface StoredKey {
  /** Its thumbprint (RFC 7638). */
  readonly kid: string;
  readonly alg: string;
  /** How content is encrypted with it, of `dir`; '' for all else. */
  readonly enc: string;
  readonly madeAt: number;
  /** From when on it decrypts no more; null: it is the one that tokens are to be encrypted to. Milliseconds, as `madeAt`. */
  readonly until: number | null;
  /** The private key, or the secret. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

/** The keys of each name, the newest first; no name is without one. */
export type KeyStore = ReadonlyMap<string, readonly StoredKey[]>;

/** Names at most, and keys of one: those that decrypt on after a rotation, with the newest. */
export const mostNames = 64;
export const mostOfName = 8;

/** The store of a data folder. */
export const storeFileOf = (folder: string): string => join(folder, 'key-store.json');

const time = z.iso.datetime().transform((text) => Date.parse(text));

const shape = z.strictObject({
  keys: z
    .record(
      keyName,
      z
        .array(
          z
            .strictObject({
              kid: z.string(),
              alg: z.enum(keyAlgorithms),
              enc: z.enum(['', ...Object.keys(contentAlgorithms)]),
              madeAt: time,
              until: time.nullable(),
              jwk: z.record(z.string(), z.unknown()),
            })
            .refine(isWhole),
        )
        .min(1)
        .max(mostOfName)
        .refine((keys) => keys.every(({ until }, i) => (until === null) === (i === 0))),
    )
    .refine((keys) => Object.keys(keys).length <= mostNames),
});

/** Whether a key can be used for what it says it is for, and is called by its own thumbprint. */
function isWhole({ kid, alg, enc, jwk }: Pick<StoredKey, 'kid' | 'alg' | 'enc' | 'jwk'>): boolean {
  try {
    decryptKey(jwk, '');
    return fitsAlgorithm(jwk, alg, enc) && keyIdOf(jwk) === kid;
  } catch {
    return false;
  }
}

/** Reads a store; an empty one when there is no file. Throws a `Halt` for what cannot be read, with nothing of what it holds. */
export function readStore(file: string): KeyStore {
  let text: string;
  try {
    text = textOfRegular(file);
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new Map();
    throw unreadable(file, code === 'EACCES' ? 'this user has no permission to' : message);
  }
  return storeIn(text, file);
}

/** The store that a text holds. Throws a `Halt`, as `readStore` does. */
export function storeIn(text: string, file: string): KeyStore {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw unreadable(file, 'it is damaged: it is no JSON');
  }
  const { success, data, error } = shape.safeParse(written);
  // Names that objects have a meaning of their own for are passed over by the shape.
  const names = success ? Object.keys((written as { keys: object }).keys) : [];
  if (success && names.every((name) => Object.hasOwn(data.keys, name)))
    return new Map(Object.entries(data.keys));
  const at = error?.issues[0]?.path.join('.') ?? '';
  throw unreadable(file, `it is damaged: ${at === '' ? 'it' : at} is not as this gateway writes it`);
}

/**
 * Changes a store that others may be changing too: whole or not at all, one after the other, and readable for nobody
 * but this user. `change` is handed what is there when its turn has come; null leaves it. Rejects with a `Halt`, or
 * what `change` throws.
 */
export async function changeStore(
  file: string,
  change: (store: KeyStore) => KeyStore | null,
): Promise<KeyStore> {
  const release = await lock(`${file}.lock`, file);
  try {
    const before = readStore(file);
    const after = change(before);
    if (after === null) return before;
    write(file, after);
    return after;
  } finally {
    release();
  }
}

function write(file: string, store: KeyStore): void {
  const keys = Object.fromEntries(
    [...store].map(([name, versions]) => [
      name,
      versions.map(({ madeAt, until, ...key }) => ({
        ...key,
        madeAt: new Date(madeAt).toISOString(),
        until: until === null ? null : new Date(until).toISOString(),
      })),
    ]),
  );
  const beside = `${file}.${process.pid}.new`;
  try {
    rmSync(beside, { force: true });
    const to = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(to, `${JSON.stringify({ keys }, null, 2)}\n`);
      // Else a gateway that is not root could not read what root has changed for it.
      const { uid, gid } = statSync(dirname(file));
      if (process.getuid?.() === 0) fchownSync(to, uid, gid);
      // A key that is lost cannot be made again.
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    renameSync(beside, file);
  } catch (fault) {
    rmSync(beside, { force: true });
    throw cannotWrite(dirname(file), fault);
  }
}

/** A lock is held for milliseconds: one that is older was left by a process that died. */
const staleMs = 5_000;

async function lock(at: string, file: string): Promise<() => void> {
  const end = performance.now() + 2 * staleMs;
  for (;;) {
    try {
      closeSync(openSync(at, 'wx', 0o600));
      return () => rmSync(at, { force: true });
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(dirname(file), fault);
    }
    const since = statSync(at, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Math.abs(Date.now() - since) > staleMs) rmSync(at, { force: true });
    else if (performance.now() > end)
      throw new Halt(EXIT.dataFolder, `the key store ${file} is being changed by others all the time`);
    await pause(10);
  }
}

const unreadable = (file: string, why: string): Halt =>
  new Halt(EXIT.dataFolder, `cannot read the key store ${file}: ${why}`, [
    'Put back the file as it was, or remove it and make its keys anew: portcullis keys make <name>.',
  ]);
