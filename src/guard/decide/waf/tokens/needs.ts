import type { Definition } from '../../../../define/model/definition.ts';
import type { WebAcl } from '../../../../define/model/web-acl.ts';
import { groupOf } from '../rules/group.ts';

/** Whether a rule of the web ACL, or of a group it refers to, asks clients to prove something. */
export const asksForTokens = (acl: WebAcl, definition: Definition): boolean =>
  acl.rules.some((rule) => {
    const group = groupOf(rule, definition);
    if (group?.tokens === true) return true;
    const actions = group === null ? [rule.action ?? {}] : group.rules.map((inner) => inner.action);
    return actions.some((action) => 'Captcha' in action || 'Challenge' in action);
  });
