import { ownHeaders } from '../../base/http1/http1.ts';
import { warning } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import type { RuleGroup, WebAcl } from '../model/web-acl.ts';
import type { Draft } from './draft.ts';

/**
 * Tells which headers of custom responses are never sent: AWS WAF takes any name but Content-Type, and those of the
 * message itself are the gateway's own.
 */
export function checkHeaders(holder: WebAcl | RuleGroup, draft: Draft): void {
  const isAcl = 'defaultAction' in holder;
  const tell = (action: unknown, within: string, origin: Origin): void => {
    for (const name of responseHeaders(action)) {
      if (!ownHeaders.has(name.toLowerCase())) continue;
      const reason = `the gateway says ${name} itself`;
      const message = `${holder.name}, ${within}: the header ${name} of the answer is not sent: ${reason}`;
      draft.note(warning('web-acl.own-header', message, origin));
      draft.ledger.push({
        type: isAcl ? 'AWS::WAFv2::WebACL' : 'AWS::WAFv2::RuleGroup',
        element: holder.id,
        property: `${within}: ResponseHeaders/${name}`,
        fidelity: 'stored',
        reason,
        origin,
      });
    }
  };
  if (isAcl) tell(holder.defaultAction, 'DefaultAction', holder.origin);
  for (const rule of holder.rules) tell([rule.action, rule.statement], `rule ${rule.name}`, rule.origin);
}

/** The names in all lists of headers of answers, wherever they are. */
function responseHeaders(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'ResponseHeaders' && Array.isArray(part)
      ? part.map(({ Name }: { readonly Name: string }) => Name)
      : responseHeaders(part),
  );
}
