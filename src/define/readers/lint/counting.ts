import { info, type Note } from '../../../base/note.ts';
import type { WebAcl } from '../../model/web-acl.ts';
import { actionOf } from './walk.ts';

/** A web ACL that refuses nothing, whatever comes. */
export function lintCounting(acl: WebAcl): Note[] {
  if (acl.rules.length === 0 || 'Block' in acl.defaultAction) return [];
  const refuses = acl.rules.some((rule) =>
    rule.action === null
      ? rule.overrideAction === undefined || !('Count' in rule.overrideAction)
      : !['Count', 'Allow'].includes(actionOf(rule)),
  );
  if (refuses) return [];
  const message = `web ACL ${acl.name} refuses nothing: its rules only count or allow, and its default action allows`;
  return [info('waf.counts-only', message, acl.origin)];
}
