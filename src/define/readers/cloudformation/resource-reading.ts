import { error, type Note } from '../../../base/note.ts';
import type { StackResource } from '../../model/stack.ts';
import { type Document, type Path, pathText } from '../document.ts';
import type { Source } from '../reader.ts';
import { shaped } from '../shaped.ts';
import { nearest } from '../shapes/nearest.ts';
import type { Evaluated, Fail } from './evaluate.ts';
import { NO_VALUE, UNRESOLVED } from './intrinsic.ts';
import { ledgerOf } from './ledger.ts';
import type { Parts } from './parts.ts';
import type { Resource, Self } from './resource.ts';
import type { StackIdentity } from './stack-names.ts';
import { resourceShape, type TemplateResource } from './template.ts';
import { isUnread, kindOf } from './types.ts';

/** What a resource asks of the stack it stands in. */
interface Surroundings extends StackIdentity {
  readonly source: Source;
  readonly document: Document;
  note(note: Note): void;
  /** Units of capacity that rules take. */
  capacity(rules: readonly unknown[]): number;
  /** Whether the condition of that name holds; true for none. */
  holds(condition: string | undefined, path: Path): boolean;
  evaluate(value: unknown, path: Path): Evaluated;
}

/** One resource of a template, its properties read once, when they are first asked for. */
export class ResourceReading {
  readonly written: TemplateResource;
  readonly self: Self;
  /** Set when it depends on itself; its values are then never asked for. */
  circular = false;
  readonly #stack: Surroundings;
  readonly #kind: Resource<never>;
  #properties: unknown = null;
  #settings: unknown;
  #read = false;

  /** Null, and notes, when it cannot be read as a resource, or its type is not read. */
  static of(logicalId: string, raw: unknown, stack: Surroundings): ResourceReading | null {
    const path = ['Resources', logicalId];
    const { value, notes } = shaped(resourceShape, raw, { ...stack.document, path });
    for (const note of notes) stack.note(note);
    if (value === null) return null;
    const kind = kindOf(value.Type);
    if (!isUnread(kind)) return new ResourceReading(logicalId, value, kind, stack);
    stack.note(error(kind.code, kind.message, stack.document.origin([...path, 'Type'])));
    return null;
  }

  private constructor(
    logicalId: string,
    written: TemplateResource,
    kind: Resource<never>,
    stack: Surroundings,
  ) {
    this.written = written;
    this.#kind = kind;
    this.#stack = stack;
    const { document, source } = stack;
    const base = ['Resources', logicalId];
    this.self = {
      id: `${stack.name}/${logicalId}`,
      origin: document.origin(base),
      stack: stack.name,
      logicalId,
      type: kind.name,
      region: stack.region,
      accountId: stack.accountId,
      at: (...path) => document.origin([...base, 'Properties', ...path]),
      capacity: (rules) => stack.capacity(rules),
      asset: (hash) => source.assets.get(hash) ?? null,
    };
  }

  ref(fail: Fail): unknown {
    if (this.circular) return UNRESOLVED;
    if (!this.#present()) return this.#absent(fail);
    const settings = this.#settled();
    if (settings === null) return UNRESOLVED;
    const { ref } = this.#kind;
    if (ref !== undefined) return ref(settings as never, this.self);
    return fail(
      'reference.no-value',
      `Ref of ${this.self.logicalId} gives nothing: ${this.self.type} has no value of its own`,
    );
  }

  attribute(attribute: string, fail: Fail): unknown {
    if (this.circular) return UNRESOLVED;
    if (!this.#present()) return this.#absent(fail);
    const { anyAttribute, attributes = {}, whole } = this.#kind;
    if (anyAttribute !== undefined) return anyAttribute(attribute, this.self);
    if (!Object.hasOwn(attributes, attribute)) {
      const known = Object.keys(attributes);
      const near = nearest(attribute, known);
      const hint =
        known.length === 0
          ? `it has none${whole === undefined ? '' : `: ${whole.reason}`}`
          : near === null
            ? `it has ${known.join(', ')}`
            : `did you mean ${near}?`;
      return fail('reference.unknown-attribute', `${this.self.type} has no attribute ${attribute}; ${hint}`);
    }
    const settings = this.#settled();
    return settings === null ? UNRESOLVED : attributes[attribute]!(settings as never, this.self);
  }

  /** Of a rule group with that ARN, the units it may take; null when it is another, or no rule group. */
  groupCapacity(arn: string): number | null {
    if (this.#kind.name !== 'AWS::WAFv2::RuleGroup' || this.circular || !this.#present()) return null;
    const settings = this.#settled() as { readonly Capacity: number } | null;
    if (settings === null || this.#kind.attributes!.Arn!(settings as never, this.self) !== arn) return null;
    return settings.Capacity;
  }

  add(parts: Parts): void {
    if (this.circular || !this.#present()) return;
    const settings = this.#settled();
    const { entries, notes } = ledgerOf(this.#kind, this.#properties, this.self);
    parts.draft.ledger.push(...entries);
    parts.draft.note(...notes);
    if (settings !== null) this.#kind.add?.(settings as never, parts, this.self);
  }

  /** As the stack lists it; nothing when its condition does not hold. */
  listed(): StackResource[] {
    if (this.circular || !this.#present()) return [];
    const { id, origin, logicalId, type } = this.self;
    const settings = this.#settled();
    const physical = settings === null ? undefined : this.#kind.ref?.(settings as never, this.self);
    return [{ id, origin, logicalId, type, physicalId: physical ?? `${this.self.stack}-${logicalId}` }];
  }

  #present(): boolean {
    return this.#stack.holds(this.written.Condition, ['Resources', this.self.logicalId, 'Condition']);
  }

  #absent(fail: Fail): unknown {
    const { logicalId } = this.self;
    const message = `${logicalId} is not there, because its condition ${this.written.Condition} does not hold: ask for it in Fn::If`;
    return fail('reference.absent', message);
  }

  /** What its shape makes of its properties; null when they do not fit (which is noted once). */
  #settled(): unknown {
    if (this.#read) return this.#settings;
    this.#read = true;
    this.#settings = null;
    const path = ['Resources', this.self.logicalId, 'Properties'];
    const { value, unresolved } = this.#stack.evaluate(this.written.Properties, path);
    if (value === UNRESOLVED) return null;
    this.#properties = value === NO_VALUE ? {} : value;
    const { value: settings, notes } = shaped(this.#kind.shape, this.#properties, {
      ...this.#stack.document,
      path,
    });
    // What could not be resolved has been noted where it stands; that it is now missing is no news.
    const gaps = unresolved.map(pathText);
    const news = notes.filter((note) => !gaps.some((gap) => within(note, gap)));
    for (const note of news) this.#stack.note(note);
    if (unresolved.length === 0) this.#settings = settings;
    return this.#settings;
  }
}

const within = (note: Note, gap: string): boolean =>
  note.origin.path === gap || note.origin.path.startsWith(`${gap}/`);
