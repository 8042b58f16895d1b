import type { Path } from '../document.ts';
import { calledBy, intrinsics } from './evaluate.ts';
import type { Named } from './intrinsic.ts';

/** A name that a value of a template refers to. */
export interface Reference extends Named {
  /** Where it is made. */
  readonly path: Path;
}

/** Every reference in a value, in branches of Fn::If that are not taken too: CloudFormation checks them all. */
export function referencesIn(value: unknown, path: Path, found: Reference[] = []): Reference[] {
  if (value === null || typeof value !== 'object') return found;
  const call = Array.isArray(value) ? null : calledBy(value);
  if (call !== null) {
    const args = (value as Record<string, unknown>)[call];
    for (const named of intrinsics.get(call)?.names?.(args) ?? [])
      found.push({ ...named, path: [...path, call] });
  }
  for (const [key, part] of Object.entries(value))
    referencesIn(part, [...path, Array.isArray(value) ? Number(key) : key], found);
  return found;
}

/**
 * The circles in a graph: each a list of nodes that reach one another, in the order the graph names them
 * (Tarjan's strongly connected components).
 */
export function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const order = [...edges.keys()];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const members = stack.splice(stack.indexOf(node));
    if (members.length > 1 || edges.get(node)?.has(node) === true)
      found.push(members.sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  };
  for (const node of order) if (!index.has(node)) visit(node);
  return found;
}
