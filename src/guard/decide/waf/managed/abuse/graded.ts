import type { Exchange } from '../../../../../base/exchange.ts';
import type { WafGiven } from '../../statement.ts';
import { label } from './attempts.ts';

/** True for more than the last of three limits; more than the first or the second one is told by a label. */
export function graded(
  given: WafGiven,
  x: Exchange,
  count: number,
  root: string,
  [low, medium, high]: readonly [number, number, number],
): boolean {
  if (count > low && count <= high)
    label(x, `${given.labelNamespace}${root}:${count > medium ? 'medium' : 'low'}`);
  return count > high;
}
