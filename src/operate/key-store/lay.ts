import { layStored, storedName } from '../../guard/decide/authorize/tokens/stored-keys.ts';
import type { Cells } from '../../guard/serve/gateway.ts';
import type { KeyStore } from './store.ts';
import { laidOf } from './versions.ts';

/** Puts the keys of a store where workers look for them, and gives the names that it has no key for. */
export function layKeys(cells: Cells, store: KeyStore): string[] {
  const missing: string[] = [];
  for (const [id, cell] of cells) {
    const name = storedName(id);
    if (name === null) continue;
    const keys = store.get(name) ?? [];
    layStored(cell, laidOf(keys));
    if (keys.length === 0) missing.push(name);
  }
  return missing;
}

/** Whether anything in a generation decrypts with keys of the store. */
export const looksForKeys = (cells: Cells): boolean => {
  for (const id of cells.keys()) if (storedName(id) !== null) return true;
  return false;
};
