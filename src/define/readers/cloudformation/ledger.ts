import type { z } from 'zod';
import type { LedgerEntry } from '../../../base/fidelity.ts';
import { error, info, type Note } from '../../../base/note.ts';
import type { Path } from '../document.ts';
import { declared, isNamed, schemaAt } from '../shapes/schema.ts';
import { ENFORCED, type Resource, type Self, type Standing, standingOf } from './resource.ts';

/** The ledger of one resource, and the notes it gives: what is refused is an error, a stored type says so. */
export function ledgerOf(
  kind: Resource<never>,
  properties: unknown,
  self: Self,
): { entries: LedgerEntry[]; notes: Note[] } {
  const entries: LedgerEntry[] = [];
  const notes: Note[] = [];
  const entry = (path: Path, { fidelity, reason }: Standing): void => {
    entries.push({
      type: self.type,
      element: self.id,
      property: path.join('/'),
      fidelity,
      reason,
      origin: self.at(...path),
    });
    if (fidelity === 'refused')
      notes.push(error('fidelity.refused', `${path.at(-1) ?? self.type}: ${reason}`, self.at(...path)));
  };
  if (kind.whole !== undefined) {
    entry([], kind.whole);
    if (kind.whole.fidelity === 'stored')
      notes.push(
        info(
          'fidelity.stored',
          `${self.type} ${self.logicalId} is kept without effect: ${kind.whole.reason}`,
          self.origin,
        ),
      );
  }
  walk(kind.shape, properties, [], kind.whole ?? null, entry);
  for (const [path, standing] of kind.parts?.(properties) ?? []) entry(path, standing);
  return { entries, notes };
}

function walk(
  shape: z.ZodType,
  value: unknown,
  path: Path,
  inherited: Standing | null,
  entry: (path: Path, standing: Standing) => void,
): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    const here = [...path, step];
    const property = declaredIn(shape, step);
    if (property === null) continue;
    const standing = inherited ?? standingOf(property, part);
    if (standing !== null) entry(here, standing);
    else if (hasFields(property, part)) walk(property, part, here, null, entry);
    else entry(here, ENFORCED);
  }
}

/** The shape of one property or item with its marks still on; null when there is none. */
function declaredIn(shape: z.ZodType, key: string | number): z.ZodType | null {
  for (const option of schemaAt(shape, [])) {
    const found = declared(option, key);
    if (found !== null) return found;
  }
  return null;
}

/** Whether the parts of a value have marks of their own: mappings with named fields, and lists of them. */
function hasFields(shape: z.ZodType, value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) return false;
  return schemaAt(shape, Array.isArray(value) ? [0] : []).some(isNamed);
}
