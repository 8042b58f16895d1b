import type { Decision } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';

/** One step of the walk. A promise only where one waits. */
export type Decide = (x: Exchange) => Decision | Promise<Decision>;
