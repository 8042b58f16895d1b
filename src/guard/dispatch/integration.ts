import { z } from 'zod';
import type { Exchange } from '../../base/exchange.ts';
import type { Kind } from '../../base/kind.ts';
import type { Answer } from '../../base/wire.ts';
import type { Given } from '../decide/given.ts';
import type { Site } from '../decide/layer.ts';

/** Asks whatever stands behind a method. What goes wrong there is thrown, as a `Fault`. */
export type Dispatch = (x: Exchange) => Answer | Promise<Answer>;

/** One way to answer a request that was let through: a function, another server, a fixed answer. */
export interface Integration<S> extends Kind<S> {
  compile(settings: S, site: Site, given: Given): Dispatch;
}

export const integration = <S>(kind: Integration<S>): Integration<S> => Object.freeze(kind);

/** The bounds API Gateway gives an integration's timeout, in milliseconds; the longest is its default. */
export const SHORTEST_TIMEOUT_MS = 50;
export const LONGEST_TIMEOUT_MS = 29_000;

/** The timeout of an integration, in milliseconds, from 50 to 29000. */
export const timeoutShape = z
  .int()
  .min(SHORTEST_TIMEOUT_MS)
  .max(LONGEST_TIMEOUT_MS)
  .default(LONGEST_TIMEOUT_MS);
