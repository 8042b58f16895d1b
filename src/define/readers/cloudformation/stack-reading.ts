import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import type { Output, Stack, StackResource } from '../../model/stack.ts';
import type { Document, Path } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Source } from '../reader.ts';
import { shaped } from '../shaped.ts';
import { nearest } from '../shapes/nearest.ts';
import { type Evaluated, evaluate, type Fail, type Names } from './evaluate.ts';
import type { Exports } from './exports.ts';
import { NO_VALUE, UNRESOLVED } from './intrinsic.ts';
import { parameterValues } from './parameters.ts';
import type { Parts } from './parts.ts';
import { circles, referencesIn } from './references.ts';
import { ResourceReading } from './resource-reading.ts';
import { textOf } from './scalar.ts';
import { pseudoParameters, type StackIdentity } from './stack-names.ts';
import { outputShape, type Template, type TemplateOutput, templateShape } from './template.ts';
import { apiForm, namedGroup } from './waf-rules.ts';

/** One template on its way into the draft: its names, and what each of them gives. */
export class StackReading implements Names, StackIdentity {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly source: Source;
  readonly document: Document;
  readonly #template: Template;
  readonly #draft: Draft;
  readonly #exports: Exports;
  readonly #parameters: ReadonlyMap<string, unknown>;
  readonly #resources: ReadonlyMap<string, ResourceReading>;
  readonly #conditions = new Map<string, boolean | typeof UNRESOLVED | 'under way'>();
  readonly #outputs = new Map<string, TemplateOutput>();
  readonly #values = new Map<string, unknown>();

  /** Null, and notes, when the sections of the template cannot be told apart. */
  static of(source: Source, draft: Draft, exports: Exports): StackReading | null {
    const at = { ...source.document, path: [] };
    const { value, notes } = shaped(templateShape, source.document.value, at);
    draft.note(...notes);
    return value === null ? null : new StackReading(source, value, draft, exports);
  }

  private constructor(source: Source, template: Template, draft: Draft, exports: Exports) {
    this.source = source;
    this.document = source.document;
    this.name = source.name;
    this.region = source.region ?? draft.settings.region;
    this.accountId = source.accountId ?? draft.settings.accountId;
    this.#template = template;
    this.#draft = draft;
    this.#exports = exports;
    this.#parameters = parameterValues(template.Parameters, source.parameters, this.document, this.note);
    this.#resources = new Map(
      Object.entries(template.Resources).flatMap(([id, raw]) => {
        const reading = ResourceReading.of(id, raw, this);
        return reading === null ? [] : [[id, reading] as const];
      }),
    );
    exports.groups.push((arn) => this.#groupCapacity(arn));
    for (const [key, raw] of Object.entries(template.Outputs)) {
      const { value, notes } = shaped(outputShape, raw, { ...this.document, path: ['Outputs', key] });
      for (const note of notes) this.note(note);
      if (value !== null) this.#outputs.set(key, value);
    }
  }

  readonly note = (note: Note): void => this.#draft.note(note);

  /** Everything that can be known to be wrong before any value is: names of nothing, and circles. */
  check(): void {
    if (this.#template.Transform !== undefined)
      this.#wrong(
        'template.transform',
        'Transform runs macros inside AWS, which are not read here: give the template as they leave it, by cdk synth or `aws cloudformation get-template --template-stage Processed`',
        ['Transform'],
      );
    this.#checkNames(this.#template.Conditions, ['Conditions'], 'parameters');
    for (const [key, output] of this.#outputs)
      this.#checkNames(output, ['Outputs', key], 'parameters and resources');
    // Also those that nothing hangs on: AWS takes no template with one that cannot be decided.
    for (const name of Object.keys(this.#template.Conditions)) this.#holds(name, ['Conditions', name]);
    const edges = new Map<string, Set<string>>();
    for (const [id, resource] of this.#resources) edges.set(id, this.#dependencies(id, resource));
    for (const circle of circles(edges)) {
      for (const id of circle) this.#resources.get(id)!.circular = true;
      const message = `Circular dependency between resources: [${circle.join(', ')}]`;
      this.#wrong('reference.circular', message, ['Resources', circle[0]!]);
    }
  }

  declareExports(): void {
    for (const [key, output] of this.#outputs) {
      if (output.Export === undefined || !this.#holds(output.Condition, ['Outputs', key, 'Condition']))
        continue;
      const path = ['Outputs', key, 'Export', 'Name'];
      const { value } = this.evaluate(output.Export.Name, path);
      const name = textOf(value);
      if (name === null) {
        if (value !== UNRESOLVED) this.#wrong('export.not-text', 'the name of an export must be text', path);
        continue;
      }
      const exported = {
        stack: this.name,
        origin: this.document.origin(path),
        value: () => this.#output(key),
      };
      this.#exports.add(name, exported, this.note);
    }
  }

  addResources(parts: Parts): void {
    for (const resource of this.#resources.values()) resource.add(parts);
  }

  /** The stack as it is told to others; once everything has been added. */
  stack(): Stack {
    const outputs = [...this.#outputs].flatMap(([key, output]): Output[] => {
      if (!this.#holds(output.Condition, ['Outputs', key, 'Condition'])) return [];
      const value = this.#output(key);
      const name = output.Export === undefined ? '' : this.evaluate(output.Export.Name, []).value;
      const origin = this.document.origin(['Outputs', key]);
      const base = { key, description: output.Description, exportName: textOf(name) ?? '', origin };
      return [{ ...base, value: textOf(value) ?? '' }];
    });
    const resources = [...this.#resources.values()].flatMap((r): StackResource[] => r.listed());
    return {
      name: this.name,
      file: this.document.file,
      description: this.#template.Description,
      outputs,
      resources,
    };
  }

  /** Rules that do not fit their shape count as nothing: they are noted when the web ACL is added. */
  capacity(rules: readonly unknown[]): number {
    const { rule, capacity } = this.#draft.catalogue;
    const fitting = rules.flatMap((raw) => {
      const { value, notes } = shaped(rule, apiForm(raw), { ...this.document, path: [] });
      return notes.length > 0 ? [] : [value];
    });
    const groups = fitting.flatMap((one) => namedGroup(one) ?? []);
    return groups.reduce((sum, arn) => sum + this.#exports.groupCapacity(arn), capacity(fitting));
  }

  evaluate(value: unknown, path: Path): Evaluated {
    return evaluate(value, path, this, this.document, this.note);
  }

  ref(name: string, fail: Fail): unknown {
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name]!(this);
    if (Object.hasOwn(this.#template.Parameters, name)) return this.#parameters.get(name) ?? UNRESOLVED;
    return this.#resources.get(name)?.ref(fail) ?? UNRESOLVED;
  }

  attribute(logicalId: string, attribute: string, fail: Fail): unknown {
    return this.#resources.get(logicalId)?.attribute(attribute, fail) ?? UNRESOLVED;
  }

  mapping(map: string, first: string, second: string, fail: Fail): unknown {
    const maps = this.#template.Mappings;
    if (!Object.hasOwn(maps, map)) {
      const near = nearest(map, Object.keys(maps));
      return fail(
        'reference.unknown',
        `there is no map ${map} in Mappings${near === null ? '' : `; did you mean ${near}?`}`,
      );
    }
    const row = Object.hasOwn(maps[map]!, first) ? maps[map]![first]! : {};
    if (Object.hasOwn(row, second)) return row[second];
    return fail('reference.unknown', `the map ${map} has no value for ${first}, ${second}`);
  }

  imported(name: string, fail: Fail, origin: Origin): unknown {
    return this.#exports.value(name, this.name, origin, fail);
  }

  condition(name: string, fail: Fail): boolean | typeof UNRESOLVED {
    const known = this.#conditions.get(name);
    if (known === 'under way') return fail('condition.circular', `condition ${name} hangs on itself`);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.#template.Conditions, name)) {
      const near = nearest(name, Object.keys(this.#template.Conditions));
      return fail(
        'reference.unknown',
        `there is no condition ${name}${near === null ? '' : `; did you mean ${near}?`}`,
      );
    }
    this.#conditions.set(name, 'under way');
    const path = ['Conditions', name];
    const written = this.#template.Conditions[name];
    const { value } = evaluate(written, path, this.#inConditions, this.document, this.note, 'conditions');
    const holds = typeof value === 'boolean' ? value : UNRESOLVED;
    if (value !== UNRESOLVED && holds === UNRESOLVED)
      this.#wrong(
        'condition.not-boolean',
        `condition ${name} must be Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition`,
        path,
      );
    this.#conditions.set(name, holds);
    return holds;
  }

  /** Whether a condition that a resource or output hangs on holds; true when it hangs on none. */
  holds(name: string | undefined, path: Path): boolean {
    return this.#holds(name, path);
  }

  // Conditions are decided before any resource is there: they know parameters alone.
  readonly #inConditions: Names = {
    ...{ region: '' },
    ref: (name, fail) =>
      Object.hasOwn(pseudoParameters, name) || Object.hasOwn(this.#template.Parameters, name)
        ? this.ref(name, fail)
        : UNRESOLVED,
    attribute: () => UNRESOLVED,
    condition: (name, fail) => this.condition(name, fail),
    mapping: (map, first, second, fail) => this.mapping(map, first, second, fail),
    imported: (_, fail) =>
      fail('intrinsic.misplaced', 'Fn::ImportValue may not stand in the Conditions section'),
  };

  #holds(name: string | undefined, path: Path): boolean {
    if (name === undefined) return true;
    return this.condition(name, (code, message) => this.#wrong(code, message, path)) === true;
  }

  #groupCapacity(arn: string): number | null {
    for (const resource of this.#resources.values()) {
      const units = resource.groupCapacity(arn);
      if (units !== null) return units;
    }
    return null;
  }

  #output(key: string): unknown {
    if (this.#values.has(key)) return this.#values.get(key);
    const path = ['Outputs', key, 'Value'];
    const { value, unresolved } = this.evaluate(this.#outputs.get(key)!.Value, path);
    const broken = value === UNRESOLVED || unresolved.length > 0;
    if (!broken && (value === NO_VALUE || textOf(value) === null))
      this.#wrong('output.not-text', `output ${key} must be text, not a list or a mapping`, path);
    const given = broken ? UNRESOLVED : (textOf(value) ?? UNRESOLVED);
    this.#values.set(key, given);
    return given;
  }

  /** The resources that one depends on; names of nothing are noted. */
  #dependencies(id: string, resource: ResourceReading): Set<string> {
    const { Properties, DependsOn } = resource.written;
    const base = ['Resources', id];
    const found = this.#checkNames(Properties, [...base, 'Properties'], 'parameters and resources');
    DependsOn.forEach((name, i) => {
      if (this.#resources.has(name)) found.add(name);
      else if (!Object.hasOwn(this.#template.Resources, name))
        this.#unknown(name, [...base, 'DependsOn', i], Object.keys(this.#template.Resources));
    });
    return found;
  }

  #checkNames(value: unknown, path: Path, among: 'parameters' | 'parameters and resources'): Set<string> {
    const found = new Set<string>();
    const { Parameters, Resources } = this.#template;
    const resources = among === 'parameters' ? [] : Object.keys(Resources);
    for (const reference of referencesIn(value, path)) {
      const { name, attribute } = reference;
      if (among !== 'parameters' && Object.hasOwn(Resources, name)) found.add(name);
      else if (attribute !== '') this.#unknown(name, reference.path, resources);
      else if (!Object.hasOwn(pseudoParameters, name) && !Object.hasOwn(Parameters, name)) {
        const known = [...resources, ...Object.keys(Parameters), ...Object.keys(pseudoParameters)];
        this.#unknown(name, reference.path, known);
      }
    }
    return found;
  }

  #unknown(name: string, path: Path, known: readonly string[]): void {
    const near = nearest(name, known);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    this.#wrong('reference.unknown', `there is nothing called ${name} in this template${hint}`, path);
  }

  #wrong(code: string, message: string, path: Path): typeof UNRESOLVED {
    const origin: Origin = this.document.origin(path);
    this.note(error(code, message, origin));
    return UNRESOLVED;
  }
}
