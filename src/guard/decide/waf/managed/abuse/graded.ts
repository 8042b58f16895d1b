import type { Exchange } from '../../../../../base/exchange.ts';
import { label } from '../../label.ts';
import type { Key } from '../../rates/keys.ts';
import type { WafGiven } from '../../statement.ts';
import { Volume } from './volume.ts';

/** True for more than the last of three limits; more than the first or the second one is told by a label. */
export function graded(
  given: WafGiven,
  x: Exchange,
  count: number,
  root: string,
  [low, medium, high]: readonly [number, number, number],
): boolean {
  if (count > low && count <= high)
    label(x, [`${given.labelNamespace}${root}:${count > medium ? 'medium' : 'low'}`]);
  return count > high;
}

/** The labels of counts within limits, without their prefix. */
export const gradedLabels = (...roots: readonly string[]): string[] =>
  roots.flatMap((root) => [`${root}:medium`, `${root}:low`]);

/** What is counted by key, over so many seconds, and what it tells: `root` begins the labels of a count within limits. */
export interface GradedVolume {
  /** Unique in the rule. */
  readonly name: string;
  readonly windowSec: number;
  readonly limits: readonly [number, number, number];
  readonly root: string;
}

/** Counts what comes by key, and grades the count. What has no key matches nothing. */
export function gradedVolume(
  given: WafGiven,
  { name, windowSec, limits, root }: GradedVolume,
  keyOf: (x: Exchange) => Key | null,
): (x: Exchange) => boolean {
  const volume = new Volume(given, name, limits[2], windowSec);
  return (x) => {
    const key = keyOf(x);
    return key !== null && graded(given, x, volume.add(key), root, limits);
  };
}
