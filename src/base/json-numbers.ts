import { pointerPart } from './json-pointer.ts';

/**
 * Where a number stands within a value read from JSON that no double holds, as a JSON Pointer (RFC 6901); null when none
 * does. `1e999` is a number by the grammar (RFC 8259 6), and readers make infinity, null or a fault of it. The value nests
 * no deeper than `readJson` reads.
 */
export function overflowAt(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : '';
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const at = overflowAt(value[i]);
      if (at !== null) return `/${i}${at}`;
    }
    return null;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    const at = overflowAt(object[name]);
    if (at !== null) return `/${pointerPart(name)}${at}`;
  }
  return null;
}
