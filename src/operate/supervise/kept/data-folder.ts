import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { EXIT, Halt } from '../../halt.ts';

/** Where a gateway keeps its logs, its journal and its run file. */
export interface DataFolder {
  readonly path: string;
  /** True when it is gone with the gateway. */
  readonly ephemeral: boolean;
  /** Takes an ephemeral folder away. */
  remove(): void;
}

/**
 * Opens the folder, and makes it when it is not there. Throws a `Halt` when it cannot be written, or belongs to another
 * user than `user` (their number) and root: whoever owns it can put keys and definitions of theirs in the place of ours.
 * Root has the folders of all.
 */
export function openDataFolder(path: string, user = process.getuid?.() ?? 0): DataFolder {
  const folder = resolve(path);
  try {
    makeFolder(folder);
    const found = statSync(folder);
    if (!found.isDirectory()) throw new Error('a file stands in its place');
    if (user !== 0 && found.uid !== 0 && found.uid !== user)
      throw new Error(`it belongs to another user (${found.uid}; this one is ${user})`);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (fault) {
    throw cannotWrite(folder, fault);
  }
  return { path: folder, ephemeral: false, remove: () => {} };
}

/** A folder of its own that nobody keeps. Throws a `Halt` when the folder for temporary files cannot be written. */
export function ephemeralFolder(): DataFolder {
  let path: string;
  try {
    path = mkdtempSync(join(tmpdir(), 'portcullis-'));
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    throw new Halt(EXIT.dataFolder, `cannot make a folder in ${tmpdir()}: ${reason(code, message)}`, [
      'Choose a folder with --data <folder>, or another for temporary files with TMPDIR.',
    ]);
  }
  return { path, ephemeral: true, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Why a data folder cannot be used, for whoever started the gateway. */
export function cannotWrite(folder: string, fault: unknown): Halt {
  const { code, message } = fault as NodeJS.ErrnoException;
  return new Halt(EXIT.dataFolder, `cannot write to the data folder ${folder}: ${reason(code, message)}`, [
    'Choose another with --data <folder>, or keep nothing with --ephemeral.',
  ]);
}

/** `mkdirSync`'s own `recursive` never returns where an existing folder takes no folders (/proc). */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || existsSync(parent)) throw fault;
    makeFolder(parent);
    mkdirSync(folder, { mode: 0o700 });
  }
}

function reason(code: string | undefined, message: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user has no permission to';
    case 'ENOENT':
      return 'there can be no folder in that place';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file stands in its place';
    default:
      return message;
  }
}
