import type { LedgerEntry } from '../../base/fidelity.ts';
import { error, type Note } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { Api } from '../model/api.ts';
import type { Definition, Element } from '../model/definition.ts';
import type { LambdaFunction } from '../model/function.ts';
import type { Settings } from '../model/settings.ts';
import type { Stack } from '../model/stack.ts';
import type { IpSet, WebAcl, WebAclAssociation } from '../model/web-acl.ts';
import type { Catalogue } from './catalogue.ts';

/** What the readers add to, all of them to the same one, until it is frozen into a definition. */
export class Draft {
  settings: Settings;
  readonly catalogue: Catalogue;
  readonly apis: Api[] = [];
  readonly functions: LambdaFunction[] = [];
  readonly webAcls: WebAcl[] = [];
  readonly ipSets: IpSet[] = [];
  readonly associations: WebAclAssociation[] = [];
  readonly stacks: Stack[] = [];
  readonly ledger: LedgerEntry[] = [];
  readonly notes: Note[] = [];

  constructor(settings: Settings, catalogue: Catalogue) {
    this.settings = settings;
    this.catalogue = catalogue;
  }

  note(...notes: readonly Note[]): void {
    this.notes.push(...notes);
  }

  /** The definition, of generation 1; frozen through and through. An `id` given twice is noted as an error. */
  freeze(): Definition {
    this.#unique('element.duplicate-id', this.#elements(), (e) => e.id);
    return frozen({
      generation: 1,
      settings: this.settings,
      apis: this.apis,
      functions: this.functions,
      webAcls: this.webAcls,
      ipSets: this.ipSets,
      associations: this.associations,
      stacks: this.stacks,
      ledger: this.ledger,
    });
  }

  #elements(): Element[] {
    const inApis = this.apis.flatMap((api) => [
      api,
      ...api.stages,
      ...api.resources,
      ...api.resources.flatMap((r) => r.methods),
    ]);
    return [
      ...inApis,
      ...this.functions,
      ...this.webAcls,
      ...this.webAcls.flatMap((acl) => acl.rules),
      ...this.ipSets,
      ...this.associations,
    ];
  }

  #unique(code: string, elements: readonly Element[], of: (element: Element) => string): void {
    const first = new Map<string, Element>();
    for (const element of elements) {
      const before = first.get(of(element));
      if (before === undefined) first.set(of(element), element);
      else
        this.note(
          error(code, `${of(element)} is already defined at ${place(before.origin)}`, element.origin),
        );
    }
  }
}

function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
