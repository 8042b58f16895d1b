import { type Origin, place } from '../../base/origin.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Element } from '../../define/model/element.ts';

/** Where every element of a definition was written, by its id. */
export class Origins {
  readonly #byId = new Map<string, Origin>();

  constructor(definition: Definition) {
    const add = (...elements: readonly Element[]): void => {
      for (const { id, origin } of elements) this.#byId.set(id, origin);
    };
    // Stacks first: what the model makes of a resource is nearer to what decides.
    for (const stack of definition.stacks) add(...stack.resources);
    for (const api of definition.apis) {
      add(api, ...api.resources, ...api.stages);
      for (const resource of api.resources) add(...resource.methods);
      for (const stage of api.stages) add(...stage.methodSettings);
    }
    for (const acl of definition.webAcls) add(acl, ...acl.rules);
    for (const group of definition.ruleGroups) add(group, ...group.rules);
    add(...definition.regexPatternSets, ...definition.loggingConfigurations);
    add(...definition.functions, ...definition.ipSets, ...definition.associations);
  }

  /** `file:line` of an element; '' when nobody wrote it. A part (`…/rule/statement`) stands where its whole does. */
  place(id: string): string {
    for (let at = id; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const origin = this.#byId.get(at);
      if (origin !== undefined) return place(origin);
    }
    return '';
  }
}
