import { hasErrors, type Note } from '../../../base/note.ts';
import type { Draft } from '../draft.ts';
import { lintCounting } from './counting.ts';
import { lintForwarded } from './forwarded.ts';
import { lintLabels } from './labels.ts';
import { lintOversize } from './oversize.ts';
import { lintShadowed } from './shadowed.ts';
import { lintSidestepped } from './sidestepped.ts';

/**
 * What reads well in web ACLs and rule groups, and protects less than it seems to: notes that never refuse a
 * definition. Each says what would be right.
 */
export function lintWaf(draft: Draft): void {
  // What could not be read is missing here: nothing could be said of the rest.
  if (hasErrors(draft.notes)) return;
  const notes: Note[] = [];
  for (const holder of [...draft.webAcls, ...draft.ruleGroups]) {
    for (const rule of holder.rules) {
      notes.push(...lintForwarded(rule, draft.settings.trustedProxies.length > 0));
      notes.push(...lintSidestepped(rule));
      notes.push(...lintOversize(rule));
    }
    notes.push(...lintShadowed(holder.rules));
  }
  for (const acl of draft.webAcls) {
    notes.push(...lintCounting(acl));
    notes.push(...lintLabels(acl, draft.ruleGroups));
  }
  draft.note(...notes);
}
