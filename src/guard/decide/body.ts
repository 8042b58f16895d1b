import { PASS } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import { Gathered } from '../../base/gathered.ts';
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
  const gathered = new Gathered();
  if (x.prefix !== null) gathered.add(x.prefix);
  // One byte more than asked tells whether the body ends there.
  while (gathered.length <= bytes) {
    const chunk = await x.wire.pull();
    if (chunk === null) {
      x.prefixWhole = true;
      break;
    }
    x.wire.keep(chunk.length);
    gathered.add(chunk);
  }
  x.prefix = gathered.whole();
  return PASS;
}
