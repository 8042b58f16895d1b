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

function inCells(name: string, read: () => Uint8Array, cells: Given['cells']): Uint8Array {
  const length = new Uint32Array(cells(`${name} length`, 4));
  if (length[0] !== 0) return new Uint8Array(cells(name, length[0]!));
  const bytes = opened.get(name) ?? read();
  const memory = new Uint8Array(cells(name, bytes.length));
  memory.set(bytes);
  length[0] = bytes.length;
  return memory;
}
