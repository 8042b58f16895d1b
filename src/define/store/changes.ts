import { createHash } from 'node:crypto';
import type { Definition } from '../model/definition.ts';
import type { Element } from '../model/element.ts';
import type { Rule, WebAclAssociation } from '../model/web-acl.ts';
import type { StateFile } from './state-file.ts';

/** What may be changed while the gateway runs: lists of a definition. */
const changeable = [
  ...(['apis', 'apiKeys', 'usagePlans', 'usagePlanKeys', 'loggingConfigurations'] as const),
  ...(['webAcls', 'ruleGroups', 'ipSets', 'regexPatternSets', 'associations'] as const),
  'captchaKeys',
] as const;
export type Changeable = (typeof changeable)[number];

/** One element as it is to be from now on; null: it is to be gone. */
export type Change = {
  [C in Changeable]: {
    readonly of: C;
    /** Of the element, in the definition. */
    readonly id: string;
    readonly element: NonNullable<Definition[C]>[number] | null;
  };
}[Changeable];

interface Kept {
  readonly of: Changeable;
  readonly id: string;
  /** What the files said when it was changed; '' when they did not know it. */
  readonly base: string;
  readonly element: Element | null;
}

/**
 * Changes that were made over the control API, kept over restarts. Each holds until the files say something
 * else of that element than they said when it was changed: then the files are newer, and go first.
 */
export class Changes {
  readonly #file: StateFile;

  constructor(file: StateFile) {
    this.#file = file;
    file.db.exec(`CREATE TABLE IF NOT EXISTS changes (
      collection TEXT NOT NULL, id TEXT NOT NULL, base TEXT NOT NULL, element TEXT,
      PRIMARY KEY (collection, id))`);
  }

  /** Keeps changes to what was read, all of them or none: none when `settle`, which sees them, throws. */
  keep(changes: readonly Change[], read: Definition, settle: () => void): void {
    const { db } = this.#file;
    const put = db.prepare('INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?)');
    const forget = db.prepare('DELETE FROM changes WHERE collection = ? AND id = ?');
    this.#file.transaction(() => {
      for (const { of, id, element } of changes) {
        const base = baseOf(read[of]?.find((e) => e.id === id));
        // What no file knows and nobody wants any more leaves nothing to remember.
        if (base === '' && element === null) forget.run(of, id);
        else put.run(of, id, base, element === null ? null : JSON.stringify(element));
      }
      settle();
    });
  }

  /** A definition as it was read, with the changes that still hold. */
  over(read: Definition): Definition {
    const rows = this.#file.db.prepare('SELECT * FROM changes ORDER BY rowid').all() as unknown as {
      collection: Changeable;
      id: string;
      base: string;
      element: string | null;
    }[];
    const kept = rows.map(
      ({ collection, id, base, element }): Kept => ({
        ...{ of: collection, id, base },
        element: element === null ? null : (JSON.parse(element) as Element),
      }),
    );
    const changed = changeable.map((of) => [
      of,
      merged(
        of,
        read[of] ?? [],
        kept.filter((k) => k.of === of),
      ),
    ]);
    return { ...read, ...Object.fromEntries(changed) };
  }
}

function merged(of: Changeable, read: readonly Element[], kept: readonly Kept[]): readonly Element[] {
  if (kept.length === 0) return read;
  const byId = new Map(kept.map((k) => [k.id, k]));
  const held = read.flatMap((element) => {
    const change = byId.get(element.id);
    if (change === undefined || change.base !== baseOf(element)) return [element];
    return change.element === null ? [] : [placed(change.element, element)];
  });
  const known = new Set(read.map((element) => element.id));
  const taken = new Set(held.map((element) => placeOf(of, element)));
  const made = kept.flatMap(({ id, base, element }) =>
    base === '' && element !== null && !known.has(id) && !taken.has(placeOf(of, element)) ? [element] : [],
  );
  return [...held, ...made];
}

/** What there can be one element for: the stage of a web ACL, whose files go before what was made over the API. */
const placeOf = (of: Changeable, element: Element): string =>
  of === 'associations' ? (element as WebAclAssociation).resourceArn : element.id;

/** An element that was changed, where the files have it now; so are those of its rules that were not changed. */
function placed(changed: Element, read: Element): Element {
  const { rules } = changed as Partial<RuleHolder>;
  if (rules === undefined) return { ...changed, origin: read.origin };
  const written = new Map((read as RuleHolder).rules.map((rule) => [rule.id, rule]));
  const placedRules = rules.map((rule) => {
    const before = written.get(rule.id);
    return before !== undefined && baseOf(before) === baseOf(rule) ? before : rule;
  });
  return { ...changed, origin: read.origin, rules: placedRules } as Element;
}

interface RuleHolder extends Element {
  readonly rules: readonly Rule[];
}

/** What an element says, in few letters; where it stands in its file does not count. */
function baseOf(element: Element | undefined): string {
  if (element === undefined) return '';
  const { origin: _, ...said } = element;
  return createHash('sha256').update(JSON.stringify(said, originless)).digest('base64url');
}

const originless = (key: string, value: unknown): unknown => (key === 'origin' ? undefined : value);
