import type { LedgerEntry } from '../../../base/fidelity.ts';
import type { Document, Path } from '../document.ts';
import { pathText } from '../document.ts';

/** The rows of a short-form file: its shape knows nothing that does not act, so every written leaf is enforced. */
export function ledgerOf(document: Document, stack: string): LedgerEntry[] {
  return leaves(document.value, []).map((path) => ({
    type: 'portcullis.yaml',
    element: `${stack}/${path.slice(0, 2).join('/')}`,
    property: pathText(path.slice(2)),
    fidelity: 'enforced',
    reason: '',
    origin: document.origin(path),
  }));
}

function leaves(value: unknown, path: Path): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
