import type { Given } from '../../given.ts';

/** What this thread has opened, by name. */
const opened = new Map<string, Uint8Array>();

/** Whether a database was opened on this thread. */
export const isOpen = (name: string): boolean => opened.has(name);

/**
 * The bytes of a database, in memory that all threads share where there are cells: the supervisor compiles a definition
 * first and reads the file, and its workers find it read. It stays as it was read for as long as definitions ask for it.
 */
export function shared(name: string, read: () => Uint8Array, cells: Given['cells'] | undefined): Uint8Array {
  const bytes = cells === undefined ? (opened.get(name) ?? read()) : inCells(name, read, cells);
  opened.set(name, bytes);
  return bytes;
}

/**
 * Whether a database can be opened that not every definition has memory for. A worker has only what the supervisor laid
 * out: one that begins anew after a package was installed goes by what was compiled before, as all others do.
 */
export function isLaidOut(name: string, cells: Given['cells'] | undefined): boolean {
  if (cells === undefined) return true;
  try {
    return lengthOf(name, cells).length === 1;
  } catch {
    return false;
  }
}

const lengthOf = (name: string, cells: Given['cells']): Uint32Array =>
  new Uint32Array(cells(`${name} length`, 4));

function inCells(name: string, read: () => Uint8Array, cells: Given['cells']): Uint8Array {
  const length = lengthOf(name, cells);
  if (length[0] !== 0) return new Uint8Array(cells(name, length[0]!));
  const bytes = opened.get(name) ?? read();
  const memory = new Uint8Array(cells(name, bytes.length));
  memory.set(bytes);
  length[0] = bytes.length;
  return memory;
}
