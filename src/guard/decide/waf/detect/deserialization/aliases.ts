import { judged } from '../text/judged.ts';
import type { Named } from './typed.ts';

/** Nodes from which on nobody means it: files of settings that share a dozen maps come to some hundred. */
const most = 10_000;

/** `: &a [`, `- &a {`, and `&a` at the end of a line: a collection by a name. Or `[*a`, `, *a`, `- *a`, `: *a`: what it names, again. */
const nodes = /(?<=^|[\s:,[{-])(?:&([\w.-]{1,64})(?=[ \t]{0,8}[[{\r\n])|\*([\w.-]{1,64})(?=[\s,\]}]|$))/g;

/**
 * Aliases of aliases in YAML (1.2.2, 7.1) that come to so many nodes that whoever goes through them does not end: each
 * list holds the one before it several times.
 */
export function multiplied(text: string): Named | null {
  const sizes = new Map<string, number>();
  let open = '';
  let size = 1;
  nodes.lastIndex = 0;
  for (let found = nodes.exec(text); found !== null; found = nodes.exec(text)) {
    const [, anchor, alias] = found;
    if (anchor !== undefined) {
      if (open !== '') sizes.set(open, size);
      open = anchor;
      size = 1;
      continue;
    }
    size += sizes.get(alias!) ?? 1;
    if (size < most) continue;
    const to = nodes.lastIndex;
    return { ...judged(84, 'aliases that multiply'), from: Math.max(0, to - 200), to };
  }
  return null;
}
