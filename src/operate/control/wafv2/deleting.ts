import type { Definition } from '../../../define/model/definition.ts';
import type { WafEntity } from '../../../define/model/web-acl.ts';
import type { ControlState } from '../state.ts';
import type { Key } from './found.ts';
import { relocked } from './locked.ts';
import { checkUnused } from './references.ts';

/**
 * What deletes a set or a group that no rule refers to. Rejects with what AWS WAF answers when there is none, when
 * the token is stale and when it is in use.
 */
export const deleting =
  (of: 'ipSets' | 'regexPatternSets' | 'ruleGroups', find: (definition: Definition, key: Key) => WafEntity) =>
  async (input: Key & { readonly LockToken: string }, state: ControlState): Promise<object> => {
    await state.change((definition) => {
      const entity = find(definition, input);
      relocked(entity, input.LockToken);
      checkUnused(entity, definition);
      return [{ of, id: entity.id, element: null }];
    });
    return {};
  };
