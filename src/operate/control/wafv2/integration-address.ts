import type { WebAcl } from '../../../define/model/web-acl.ts';
import { scriptsAt } from '../../../guard/decide/waf/waf.ts';
import type { ControlState } from '../state.ts';
import { advanced } from './products.ts';

type Seen = Pick<ControlState, 'definition' | 'dataPlane'>;

/**
 * Below which a page finds the scripts of a web ACL; null unless it refers to a managed group that client applications
 * integrate with, as on AWS, and looks at tokens (bot control of the level COMMON does not). Names the data plane by
 * its own address: a page uses the host its API has.
 */
export function integrationAddress(acl: WebAcl, { definition, dataPlane }: Seen): string | null {
  const refers = acl.rules.some(({ statement }) => {
    const managed = statement.ManagedRuleGroupStatement as { readonly Name: string } | undefined;
    return managed !== undefined && advanced.has(managed.Name);
  });
  const path = refers ? scriptsAt(acl, definition) : null;
  return path === null ? null : `${dataPlane}${path}/`;
}

/**
 * The same for puzzles: of the first web ACL of a scope that asks for tokens, since any of them serves all keys of it.
 */
export function puzzleAddress(scope: WebAcl['scope'], { definition, dataPlane }: Seen): string | null {
  for (const acl of definition.webAcls) {
    const path = acl.scope === scope ? scriptsAt(acl, definition) : null;
    if (path !== null) return `${dataPlane}${path}/`;
  }
  return null;
}
