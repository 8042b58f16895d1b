import { resolve } from 'node:path';
import { textOfRegular } from '../../base/regular-file.ts';

/** Settings of an authorizer that name files, or variables of the environment. */
const FILES = ['jwksFile', 'secretFile', 'clientSecretFile'] as const;
const VARIABLES = ['secretEnv', 'clientSecretEnv'] as const;

/** What is wrong with a file that settings name, and where they name it. */
export interface FileFlaw {
  readonly path: readonly (string | number)[];
  /** In words that stand alone; never what a file holds. */
  readonly message: string;
}

/** Settings whose files are named from the folder of their document; what cannot be read is told. */
export function withFiles(
  written: Readonly<Record<string, unknown>>,
  folder: string,
): {
  readonly settings: Record<string, unknown>;
  readonly flaws: readonly FileFlaw[];
  /** Every file that is named, absolute: what to watch. */
  readonly files: readonly string[];
} {
  const settings: Record<string, unknown> = { ...written };
  const flaws: FileFlaw[] = [];
  const files: string[] = [];
  const whole = (name: string, path: readonly (string | number)[]): string => {
    const file = resolve(folder, name);
    files.push(file);
    const message = fileFlaw(file);
    if (message !== '') flaws.push({ path, message });
    return file;
  };
  for (const key of FILES) if (typeof written[key] === 'string') settings[key] = whole(written[key], [key]);
  for (const key of VARIABLES) {
    const name = written[key];
    const message = typeof name === 'string' ? variableFlaw(name) : '';
    if (message !== '') flaws.push({ path: [key], message });
  }
  const encryption = written.encryption as { keyFiles?: unknown } | null | undefined;
  if (Array.isArray(encryption?.keyFiles))
    settings.encryption = {
      ...encryption,
      keyFiles: encryption.keyFiles.map((name, i) =>
        typeof name === 'string' ? whole(name, ['encryption', 'keyFiles', i]) : name,
      ),
    };
  return { settings, flaws, files };
}

/** Why a variable of the environment holds no secret; '' when it holds one. */
export const variableFlaw = (name: string): string =>
  (process.env[name] ?? '').trim() === '' ? `the environment variable ${name} is not set, or blank` : '';

/** Why a file holds no secret that could be read, in words that stand alone; '' when it holds one. */
export function fileFlaw(file: string): string {
  try {
    return textOfRegular(file).trim() === '' ? `${file} is empty` : '';
  } catch (fault) {
    return `${file} cannot be read: ${(fault as NodeJS.ErrnoException).code ?? fault}`;
  }
}
