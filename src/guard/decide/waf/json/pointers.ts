import { partName } from '../../../../base/json-pointer.ts';

/** JSON Pointers (RFC 6901) as a tree: which places of a document are looked at. */
export interface Places {
  /** True when all that lies here and below is looked at. */
  end: boolean;
  readonly below: Map<string, Places>;
}

/** Names are written as in the document: one character for each byte of UTF-8. */
export function placesOf(pointers: readonly string[]): Places {
  const root: Places = { end: false, below: new Map() };
  for (const pointer of pointers) {
    let at = root;
    for (const token of pointer.split('/').slice(1)) {
      const name = Buffer.from(partName(token)).toString('latin1');
      let next = at.below.get(name);
      if (next === undefined) {
        next = { end: false, below: new Map() };
        at.below.set(name, next);
      }
      at = next;
    }
    at.end = true;
  }
  return root;
}

/** All of a document. */
export const everywhere: Places = Object.freeze({ end: true, below: new Map() });
