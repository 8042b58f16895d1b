import type { Block, GraphqlDocument } from './document.ts';

/** What asking for a document would take, its fragments put in. */
export interface GraphqlMeasure {
  readonly depth: number;
  readonly introspectionDepth: number;
  /** Fields, those of fragments counted wherever they are put in; at most 2^31. */
  readonly fields: number;
  /** A fragment that comes back to itself; '' when none does. */
  readonly circular: string;
  readonly operations: number;
}

interface Weight {
  depth: number;
  introspectionDepth: number;
  fields: number;
}

const most = 2 ** 31;
const NOTHING: Weight = { depth: 0, introspectionDepth: 0, fields: 0 };

/** Puts the fragments of a document in where they are spread: once for each, however often that is. */
export function measure({ blocks }: GraphqlDocument): GraphqlMeasure {
  const fragments = new Map<string, Block>();
  for (const block of blocks) if (block.fragment !== '') fragments.set(block.fragment, block);
  const known = new Map<Block, Weight>();
  let circular = '';
  const open = new Set<Block>();
  for (const block of blocks) {
    // Depth first with a stack of its own: a chain of fragments is as long as the sender likes.
    const path: { readonly block: Block; next: number }[] = [];
    const enter = (entered: Block): void => {
      open.add(entered);
      path.push({ block: entered, next: 0 });
    };
    if (!known.has(block)) enter(block);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const spread = top.block.spreads[top.next++];
      if (spread === undefined) {
        known.set(top.block, weigh(top.block, fragments, known));
        open.delete(top.block);
        path.pop();
        continue;
      }
      const of = fragments.get(spread.fragment);
      if (of === undefined || known.has(of)) continue;
      if (open.has(of)) circular = of.fragment;
      else enter(of);
    }
  }
  const total = { ...NOTHING };
  let operations = 0;
  for (const block of blocks) {
    if (block.fragment !== '') continue;
    operations++;
    const { depth, introspectionDepth, fields } = known.get(block)!;
    total.depth = Math.max(total.depth, depth);
    total.introspectionDepth = Math.max(total.introspectionDepth, introspectionDepth);
    total.fields = Math.min(most, total.fields + fields);
  }
  return { ...total, circular, operations };
}

function weigh(
  block: Block,
  fragments: ReadonlyMap<string, Block>,
  known: ReadonlyMap<Block, Weight>,
): Weight {
  const total = { depth: block.depth, introspectionDepth: block.introspectionDepth, fields: block.fields };
  for (const { fragment, depth, introspects } of block.spreads) {
    const of = fragments.get(fragment);
    const inner = of === undefined ? NOTHING : (known.get(of) ?? NOTHING);
    const deepest = inner.depth > 0 ? depth + inner.depth : 0;
    const introspecting = inner.introspectionDepth > 0 ? depth + inner.introspectionDepth : 0;
    if (introspects) total.introspectionDepth = Math.max(total.introspectionDepth, deepest, introspecting);
    else {
      total.depth = Math.max(total.depth, deepest);
      total.introspectionDepth = Math.max(total.introspectionDepth, introspecting);
    }
    total.fields = Math.min(most, total.fields + inner.fields);
  }
  return total;
}
