import { error, type Note } from '../../../base/note.ts';
import { type Origin, place } from '../../../base/origin.ts';
import { nearest } from '../shapes/nearest.ts';
import type { Fail } from './evaluate.ts';
import { UNRESOLVED } from './intrinsic.ts';
import { circles } from './references.ts';

interface Exported {
  readonly stack: string;
  readonly origin: Origin;
  /** Evaluates the output, once. */
  readonly value: () => unknown;
}

/** What all stacks that are read together export, and who imports from whom. */
export class Exports {
  /** By stack: the capacity of the rule group with an ARN; null when it has no such group. */
  readonly groups: ((arn: string) => number | null)[] = [];
  readonly #named = new Map<string, Exported>();
  readonly #underWay = new Set<string>();
  readonly #edges = new Map<string, Set<string>>();
  readonly #firstImport = new Map<string, Origin>();

  /** An export; a name that another one has is noted as an error. */
  add(name: string, exported: Exported, note: (note: Note) => void): void {
    const before = this.#named.get(name);
    if (before === undefined) this.#named.set(name, exported);
    else
      note(
        error(
          'export.duplicate',
          `the export ${name} is already made by stack ${before.stack} at ${place(before.origin)}`,
          exported.origin,
        ),
      );
  }

  value(name: string, importer: string, origin: Origin, fail: Fail): unknown {
    const exported = this.#named.get(name);
    if (exported === undefined) {
      const near = nearest(name, [...this.#named.keys()]);
      const hint = near === null ? 'give the stack that exports it too' : `did you mean ${near}?`;
      return fail('reference.no-export', `no stack that was given exports ${name}; ${hint}`);
    }
    const edges = this.#edges.get(importer) ?? new Set();
    this.#edges.set(importer, edges.add(exported.stack));
    if (!this.#firstImport.has(importer)) this.#firstImport.set(importer, origin);
    if (this.#underWay.has(name)) return UNRESOLVED;
    this.#underWay.add(name);
    const value = exported.value();
    this.#underWay.delete(name);
    return value;
  }

  /** The capacity of the rule group with an ARN, whichever stack has it; 0 when none has. */
  groupCapacity(arn: string): number {
    for (const find of this.groups) {
      const units = find(arn);
      if (units !== null) return units;
    }
    return 0;
  }

  /** Notes stacks that import from one another: neither could be made first. */
  checkCircles(note: (note: Note) => void): void {
    for (const members of circles(this.#edges)) {
      const message = `Circular dependency between stacks: [${members.join(', ')}]`;
      note(error('reference.circular', message, this.#firstImport.get(members[0]!)!));
    }
  }
}
