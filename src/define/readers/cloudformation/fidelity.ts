import type { z } from 'zod';
import { keysAt, schemaAt } from '../shapes/schema.ts';
import { ENFORCED, type Resource, type Standing, standingOf } from './resource.ts';
import { resourceTypes } from './types.ts';

/** What becomes of one property of a type, for the reference. */
export interface FidelityRow extends Standing {
  readonly type: string;
  /** Keys joined by `/`; an item of a list is `*`. '' for the type as a whole. */
  readonly property: string;
  readonly description: string;
}

/** Every property of every resource type that is read, from the shapes that read them. */
export function fidelityRows(): FidelityRow[] {
  return [...resourceTypes.values()].flatMap((kind) => {
    const rows: FidelityRow[] = [];
    const whole = kind.whole;
    if (whole !== undefined)
      rows.push({ type: kind.name, property: '', description: describe(kind.shape), ...whole });
    collect(kind, kind.shape, '', rows);
    return rows;
  });
}

const describe = (shape: z.ZodType): string => shape.description ?? '';

function collect(kind: Resource<never>, shape: z.ZodType, path: string, rows: FidelityRow[]): void {
  for (const key of keysAt(schemaAt(shape, []))) {
    for (const property of declared(shape, key)) {
      const here = path === '' ? key : `${path}/${key}`;
      const standing = kind.whole ?? standingOf(property, undefined);
      const inner = standing === null ? below(property) : null;
      if (inner !== null) collect(kind, inner.shape, `${here}${inner.list ? '/*' : ''}`, rows);
      else {
        const { fidelity, reason } = standing ?? ENFORCED;
        rows.push({ type: kind.name, property: here, description: describe(property), fidelity, reason });
      }
    }
  }
}

/** A property with its marks still on: of every option that has it. */
function declared(shape: z.ZodType, key: string): z.ZodType[] {
  return schemaAt(shape, []).flatMap((option) => {
    const { def } = (option as unknown as { _zod: { def: { shape?: Record<string, z.ZodType> } } })._zod;
    return def.shape !== undefined && Object.hasOwn(def.shape, key) ? [def.shape[key]!] : [];
  });
}

/** The mapping with named fields that a property is, or is a list of. */
function below(property: z.ZodType): { shape: z.ZodType; list: boolean } | null {
  for (const [path, list] of [[[], false] as const, [[0], true] as const]) {
    const options = schemaAt(property, path);
    if (keysAt(options).length > 0) return { shape: options.length === 1 ? options[0]! : property, list };
  }
  return null;
}
