import { PASS } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { Decide } from './step.ts';

/** The step that reads the first `bytes` of the body, for the steps behind it that must see them. */
export function readPrefix(bytes: number): Decide {
  return (x) => {
    if (x.prefix !== null && (x.prefixWhole || x.prefix.length >= bytes)) return PASS;
    if (x.wire.length === 0) {
      x.prefix = EMPTY;
      x.prefixWhole = true;
      return PASS;
    }
    return collect(x, bytes);
  };
}

const EMPTY = Buffer.alloc(0);

async function collect(x: Exchange, bytes: number): Promise<typeof PASS> {
  const chunks: Buffer[] = x.prefix === null ? [] : [x.prefix];
  let have = x.prefix === null ? 0 : x.prefix.length;
  // One byte more than asked tells whether the body ends there.
  while (have <= bytes) {
    const chunk = await x.wire.pull();
    if (chunk === null) {
      x.prefixWhole = true;
      break;
    }
    chunks.push(chunk);
    have += chunk.length;
  }
  x.prefix = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, have);
  return PASS;
}
