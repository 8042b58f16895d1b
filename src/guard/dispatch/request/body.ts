import type { Exchange } from '../../../base/exchange.ts';
import { Gathered } from '../../../base/gathered.ts';

const EMPTY = Buffer.alloc(0);

/** The whole body of a request. What a layer has read already stands in front; the wire bounds the rest. */
export function wholeBody(x: Exchange): Buffer | Promise<Buffer> {
  if (x.prefixWhole) return x.prefix ?? EMPTY;
  return x.wire.length === 0 ? EMPTY : collect(x);
}

async function collect(x: Exchange): Promise<Buffer> {
  const gathered = new Gathered();
  if (x.prefix !== null) gathered.add(x.prefix);
  for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull()) {
    x.wire.keep(chunk.length);
    gathered.add(chunk);
  }
  return gathered.whole();
}
