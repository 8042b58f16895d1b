import type { z } from 'zod';
import type { Fidelity } from '../../../base/fidelity.ts';
import type { Kind } from '../../../base/kind.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Path } from '../document.ts';
import type { Parts } from './parts.ts';

/** A resource as it is being read: who it is, and where each part of it stands. */
export interface Self {
  /** `{stack}/{logicalId}` */
  readonly id: string;
  readonly origin: Origin;
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly region: string;
  readonly accountId: string;
  /** Where a part of its properties stands. */
  at(...path: (string | number)[]): Origin;
  /** The web ACL capacity units that rules take as they are written, those of the groups they name among them. */
  capacity(rules: readonly unknown[]): number;
  /** Where an asset of its assembly lies; null when it is not there. */
  asset(hash: string): string | null;
}

/**
 * A resource type of CloudFormation. Its shape has every property that AWS documents, each marked with what
 * becomes of it here: enforced unless `stored(…)` or `refused(…)` says otherwise.
 */
export interface Resource<S> extends Kind<S> {
  /** Said of the type as a whole, when none of its properties can act here. */
  readonly whole?: Standing;
  /** Parts deeper than its shape tells, given the properties as written, that stand otherwise than enforced. */
  parts?(properties: unknown): readonly (readonly [Path, Standing])[];
  /** What `Ref` gives; absent: nothing may refer to it. */
  ref?(settings: S, self: Self): string;
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes?: Readonly<Record<string, (settings: S, self: Self) => unknown>>;
  /** Gives any attribute at all, for types whose attributes are not known here. */
  anyAttribute?(attribute: string, self: Self): unknown;
  add?(settings: S, parts: Parts, self: Self): void;
}

export const resource = <S>(kind: Resource<S>): Resource<S> => Object.freeze(kind);

/** What becomes of a property or a type, and why when it does not act. */
export interface Standing {
  readonly fidelity: Fidelity;
  readonly reason: string;
}

type Unless = (value: unknown) => boolean;

interface Marked extends Standing {
  readonly unless?: Unless;
}

const marked = <T extends z.ZodType>(shape: T, { fidelity, reason }: Standing, unless?: Unless): T =>
  shape.meta({
    ...shape.meta(),
    standing: { fidelity, reason, ...(unless === undefined ? {} : { unless }) } satisfies Marked,
  }) as T;

/** Marks a property that is kept and given back, and has no effect here; `unless` tells the values that are enforced. */
export const stored = <T extends z.ZodType>(shape: T, reason: string, unless?: Unless): T =>
  marked(shape, { fidelity: 'stored', reason }, unless);

/**
 * Marks a property that is turned away, because leaving it out would leave something open or broken. `unless`
 * tells the values that ask for nothing (`false`, `NONE`); those are enforced.
 */
export const refused = <T extends z.ZodType>(shape: T, reason: string, unless?: Unless): T =>
  marked(shape, { fidelity: 'refused', reason }, unless);

/** What a shape says becomes of a value written there. */
export function standingOf(shape: z.ZodType, value: unknown): Standing | null {
  const standing = shape.meta()?.standing as Marked | undefined;
  if (standing === undefined) return null;
  return standing.unless?.(value) === true ? ENFORCED : standing;
}

export const ENFORCED: Standing = Object.freeze({ fidelity: 'enforced', reason: '' });
