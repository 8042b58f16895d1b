/** Keys and indexes that lead to a part of a document. */
export type Path = readonly (string | number)[];

/** Where a part of a document stands: its line, from 1, and the spots of what it holds. */
export interface Spot {
  readonly line: number;
  readonly parts: Map<string | number, Spot> | null;
}

/** The line of a path, or of the deepest part of it that is there. */
export function lineAt(spot: Spot, path: Path): number {
  let at = spot;
  for (const key of path) {
    const next = at.parts?.get(key);
    if (next === undefined) break;
    at = next;
  }
  return at.line;
}

/** `Resources/Acl/Properties/Rules/0` */
export const pathText = (path: Path): string => path.join('/');

export const tooDeep = 'nests too deeply to be a definition';
/** Objects of JavaScript lose a key of this name, and a part of a definition is never lost in silence. */
export const reserved = '__proto__ is no name that anything here can have';
