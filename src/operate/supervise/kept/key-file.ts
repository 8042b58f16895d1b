import { randomBytes, randomInt } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { textOfRegular } from '../../../base/regular-file.ts';
import { mostKeys, type TokenKey } from '../../../guard/decide/waf/tokens/keys.ts';
import { tokenSec } from '../../../guard/decide/waf/tokens/token.ts';
import { EXIT, Halt } from '../../halt.ts';
import { cannotWrite } from './data-folder.ts';

/** The keys of a file, the newest first. */
export interface KeyFile {
  readonly keys: readonly (TokenKey & { readonly madeAt: number })[];
}

/** A key signs for so long, in milliseconds: thirty days. */
export const keyMs = 30 * 24 * 3_600_000;

export const keyFileOf = (folder: string): string => join(folder, 'token-keys.json');

const shape = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        id: z.int().min(1).max(0xffffffff),
        secret: z.base64().refine((text) => Buffer.from(text, 'base64').length === 32),
        madeAt: z.iso.datetime(),
      }),
    )
    .min(1)
    .max(mostKeys),
});

/** Reads a file of keys; null when there is none. Throws a `Halt` for one that holds something else. */
export function readKeys(file: string): KeyFile | null {
  let text: string;
  try {
    text = textOfRegular(file);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(file, (fault as Error).message);
  }
  try {
    const { keys } = shape.parse(JSON.parse(text));
    const read = keys.map(({ id, secret, madeAt }) => ({
      id,
      secret: Buffer.from(secret, 'base64'),
      madeAt: Date.parse(madeAt),
    }));
    return { keys: read };
  } catch {
    throw unreadable(file, 'it does not hold 1 to 4 keys as this gateway writes them');
  }
}

/** Writes the keys where nobody but this user reads them, whole or not at all. */
export function writeKeys(file: string, { keys }: KeyFile): void {
  const written = keys.map(({ id, secret, madeAt }) => ({
    id,
    secret: secret.toString('base64'),
    madeAt: new Date(madeAt).toISOString(),
  }));
  const beside = `${file}.${process.pid}.new`;
  try {
    writeFileSync(beside, `${JSON.stringify({ keys: written }, null, 2)}\n`, { mode: 0o600 });
    renameSync(beside, file);
  } catch (fault) {
    throw cannotWrite(file, fault);
  }
}

/**
 * With a new key in front. The older ones stay as long as a token they signed can be about, or go at once with
 * `revoke`, and with them every token there is.
 */
export function rotated(before: KeyFile | null, nowMs: number, revoke = false): KeyFile {
  const key = { id: randomInt(1, 2 ** 32), secret: randomBytes(32), madeAt: nowMs };
  // A key stopped signing when the one before it in the list was made.
  const kept = (before?.keys ?? []).filter((_, i, all) => {
    const endedMs = i === 0 ? nowMs : all[i - 1]!.madeAt;
    return nowMs - endedMs < tokenSec * 1000;
  });
  return { keys: [key, ...(revoke ? [] : kept)].slice(0, mostKeys) };
}

const unreadable = (file: string, why: string): Halt =>
  new Halt(EXIT.dataFolder, `cannot read the keys of tokens in ${file}: ${why}`, [
    'Put back the file as it was, or remove it: a new key is made, and clients prove again what they have proved.',
  ]);
