import type { Cells } from '../../../../src/guard/serve/gateway.ts';
import { madeKey, type Wanted } from '../../../../src/operate/key-store/made.ts';
import { changeStore, type StoredKey } from '../../../../src/operate/key-store/store.ts';

/** Made once: RSA keys take their time. */
const made = new Map<string, Promise<StoredKey>>();

/** A key for a wish, the same each time. */
export function keyFor(wanted: Wanted, nowMs = Date.UTC(2026, 0, 1)): Promise<StoredKey> {
  const name = JSON.stringify([wanted, nowMs]);
  const found = made.get(name) ?? madeKey(wanted, nowMs);
  made.set(name, found);
  return found;
}

/** Puts keys into a store in the place of all others. */
export const put = (file: string, keys: Readonly<Record<string, readonly StoredKey[]>>): Promise<unknown> =>
  changeStore(file, () => new Map(Object.entries(keys)));

/** Memory that is laid out as it is asked for. */
export function memory(): { readonly laid: Cells; cells(id: string, bytes: number): SharedArrayBuffer } {
  const laid = new Map<string, SharedArrayBuffer>();
  return {
    laid,
    cells(id, bytes) {
      const found = laid.get(id) ?? new SharedArrayBuffer(bytes);
      laid.set(id, found);
      return found;
    },
  };
}
